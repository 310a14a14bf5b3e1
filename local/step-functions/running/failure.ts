import type { Failure } from '../execution.ts';

/**
 * A failure on its way to a retrier, a catcher or the end of the execution. `caughtBy` says who may stop it:
 * anyone, only those who give its name, or nobody. `alias` is a second name it answers to.
 */
export interface Raised extends Failure {
  caughtBy: 'anyone' | 'its name' | 'nobody';
  alias?: string;
}

export function raised(error: string | undefined, cause: string | undefined): Raised {
  return { error, cause, caughtBy: 'anyone' };
}

/** A missed timeout or heartbeat: both are recorded as States.Timeout, but keep answering to their own name. */
export function timedOut(kind: 'timeout' | 'heartbeat'): Raised {
  const failure = raised('States.Timeout', undefined);
  return kind === 'heartbeat' ? { ...failure, alias: 'States.HeartbeatTimeout' } : failure;
}

/** Whether an ErrorEquals list names this failure. */
export function names(errorEquals: readonly string[], failure: Raised): boolean {
  if (failure.caughtBy === 'nobody') return false;
  return errorEquals.some((name) => {
    if (name === failure.error || (failure.alias !== undefined && name === failure.alias)) return true;
    if (failure.caughtBy === 'its name') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && failure.error !== 'States.Timeout');
  });
}

/** `$states.errorOutput`. A timeout has an empty cause here, and none in its event. */
export function errorOutput(failure: Raised) {
  const cause = failure.error === 'States.Timeout' ? '' : null;
  return { Error: failure.error ?? null, Cause: failure.cause ?? cause };
}

/** The members of a failure that are there, for event details. */
export function failureDetails({ error, cause }: Failure) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}

const tooLarge = 'returned a result with a size exceeding the maximum number of bytes service limit.';

/** `source` is the state, the integrated service or the function whose result was too large. */
export function dataLimitExceeded(source: string, caughtBy: Raised['caughtBy']): Raised {
  return { error: 'States.DataLimitExceeded', cause: `The state/task '${source}' ${tooLarge}`, caughtBy };
}
