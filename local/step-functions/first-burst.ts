import type { Execution } from './execution.ts';
import { type Json, parseJson } from './json.ts';
import type { Machine } from './language/machine.ts';
import { exceeds, limits } from './limits.ts';
import { Burst, type BurstSetting } from './running/burst.ts';
import { ServiceError, validationError } from './service-error.ts';
import type { StoredMachine } from './store.ts';

export interface NewExecution {
  arn: string;
  name: string;
  input: string;
  value: Json;
  machine: StoredMachine;
  definition: Machine;
  now: number;
  setting: BurstSetting;
}

/** A new execution up to its first state, which it has yet to enter; its id comes with being stored. */
export function firstBurst({
  arn,
  name,
  input,
  value,
  machine,
  definition,
  now,
  setting,
}: NewExecution): Burst {
  const { arn: machineArn, definition: hash, roleArn } = machine;
  const execution: Execution = {
    ...{ id: 0, arn, machineArn, name, definition: hash, roleArn, status: 'RUNNING' },
    ...{ input, output: null, error: null, cause: null, startedAt: now, stoppedAt: null, events: 0 },
  };
  const run = { frames: [], ready: [], nextFrame: 1, draws: 0 };
  const burst = new Burst(execution, definition, run, now, setting);
  const frame = burst.begin('', value, undefined, 0);
  burst.emit(frame, 'ExecutionStarted', { input, inputDetails: { truncated: false }, roleArn });
  frame.lastEvent = 0; // AWS has the first state's event follow none.
  const longest = Math.min((definition.timeoutSeconds ?? Infinity) * 1000, limits.executionMilliseconds);
  burst.setTimer(frame, 'execution', now + longest);
  frame.timers = []; // It belongs to the execution and is not cleared when the first state is left.
  return burst;
}

/** Throws ValidationException when the input is too long, InvalidExecutionInput when it is not JSON. */
export function parseInput(input: string): Json {
  if (exceeds(input, limits.payloadBytes)) {
    throw validationError(
      `Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${limits.payloadBytes}`,
    );
  }
  try {
    return parseJson(input);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  }
}
