import type { IntegrationOutcome } from './step-functions/engine.ts';

/** An error of a handler as Lambda reports it: the class name is the word that a Retry or Catch sees. */
export function lambdaFailure(error: unknown): IntegrationOutcome & { ok: false } {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return {
    ok: false,
    error: name,
    cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
  };
}
