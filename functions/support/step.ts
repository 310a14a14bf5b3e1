import middy from '@middy/core';
import { actorSchema } from '../../core/codes.ts';
import { STEPS, type StepInput, type StepName, type StepOutput } from '../../workflows/steps.ts';
import { type Deps, deps } from './deps.ts';
import { log } from './log.ts';

/** The author of everything that a workflow does by itself. */
export const WORKFLOW = actorSchema.parse('workflow');

/**
 * A step of a state machine: parses what comes in and what goes out with the step's own schemas. An error keeps
 * its class name, which is the word that the machine's Retry and Catch see.
 */
export function step<Name extends StepName>(
  name: Name,
  run: (input: StepInput<Name>, deps: Deps) => Promise<StepOutput<Name>>,
) {
  const { input, output } = STEPS[name];
  return middy(async (event: unknown): Promise<StepOutput<Name>> => {
    const result = await run(input.parse(event) as StepInput<Name>, deps());
    return output.parse(result) as StepOutput<Name>;
  }).onError(({ error, event }) => {
    log.failure(`${name} failed`, error, { step: name, subject: subjectOf(event) });
  });
}

/** The business key of a step's input, for the log. */
function subjectOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  if ('participationId' in event) return String(event.participationId);
  if ('statementId' in event) return String(event.statementId);
  return 'askId' in event ? String(event.askId) : undefined;
}
