import type { Frame } from '../execution.ts';
import { textOf } from '../json.ts';
import type { ChoiceState, FailState, MapState, ParallelState, WaitState } from '../language/machine.ts';
import { QueryEvaluationError } from '../language/query-error.ts';
import { evaluateTemplate, type Template } from '../language/template.ts';
import { limits } from '../limits.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { Burst } from './burst.ts';
import { evaluateInteger, expectKind } from './numbers.ts';
import { attemptTask } from './task.ts';
import { beginIterations, childrenDone, failSequence, failState, leave } from './transitions.ts';

/** A sequence takes the step it is ready for: into its next state, or into another try of the one it is in. */
export async function step(burst: Burst, frame: Frame): Promise<void> {
  const state = burst.state(frame);
  const again = frame.phase === 'retry';
  if (!again) {
    frame.enteredAt = burst.now;
    frame.enteredEvent = burst.emit(frame, `${state.type}StateEntered`, {
      name: state.name,
      input: textOf(frame.input),
      inputDetails: { truncated: false },
    });
  }
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return leave(burst, frame, state, state.next, frame.input);
    case 'Fail':
      return fail(burst, frame, state);
    case 'Choice':
      return choose(burst, frame, state);
    case 'Wait':
      return wait(burst, frame, state);
    case 'Task':
      return attemptTask(burst, frame, state);
    case 'Parallel':
      return attemptParallel(burst, frame, state);
    case 'Map':
      return attemptMap(burst, frame, state);
  }
}

async function fail(burst: Burst, frame: Frame, state: FailState): Promise<void> {
  const text = async (template: Template | undefined, field: string) => {
    if (template === undefined) return undefined;
    const value = await evaluateTemplate(template, burst.scope(frame));
    expectKind(template, value, 'string', field);
    return String(value);
  };
  try {
    const error = await text(state.error, 'Error');
    const cause = await text(state.cause, 'Cause');
    await failSequence(burst, frame, { error, cause, caughtBy: 'anyone' });
  } catch (error) {
    await failSequence(burst, frame, burst.evaluationFailed(frame, error));
  }
}

async function choose(burst: Burst, frame: Frame, state: ChoiceState): Promise<void> {
  const scope = burst.scope(frame);
  for (const [index, rule] of state.choices.entries()) {
    try {
      const chosen = await evaluateTemplate(rule.condition, scope);
      expectKind(rule.condition, chosen, 'boolean', `Choices[${index}]/Condition`);
      if (chosen !== true) continue;
    } catch (error) {
      return failSequence(burst, frame, burst.evaluationFailed(frame, error));
    }
    return leave(burst, frame, rule, rule.next, frame.input);
  }
  if (state.default !== undefined) return leave(burst, frame, state, state.default, frame.input);
  const nowhere = 'Failed to transition out of the state. The state does not point to a next state.';
  return failSequence(burst, frame, {
    error: 'States.Runtime',
    cause: burst.causeIn(frame, nowhere),
    caughtBy: 'nobody',
  });
}

async function wait(burst: Burst, frame: Frame, state: WaitState): Promise<void> {
  let due = burst.now;
  try {
    if (state.seconds !== undefined) {
      const seconds = await evaluateInteger(
        state.seconds,
        'Seconds',
        burst.scope(frame),
        0,
        limits.waitSeconds,
      );
      due = burst.now + seconds * 1000;
    } else if (state.timestamp !== undefined) {
      due = await evaluateTimestamp(state.timestamp, burst, frame);
    }
  } catch (error) {
    return failSequence(burst, frame, burst.evaluationFailed(frame, error));
  }
  if (due <= burst.now) return leave(burst, frame, state, state.next, frame.input);
  frame.phase = 'waiting';
  burst.setTimer(frame, 'wait', due);
}

async function evaluateTimestamp(template: Template, burst: Burst, frame: Frame): Promise<number> {
  const value = await evaluateTemplate(template, burst.scope(frame));
  expectKind(template, value, 'string', 'Timestamp');
  const instant = parseTimestamp(String(value));
  if (instant !== undefined) return instant;
  throw new QueryEvaluationError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${String(value)}`,
    'Timestamp',
  );
}

async function attemptParallel(burst: Burst, frame: Frame, state: ParallelState): Promise<void> {
  let input = frame.input;
  try {
    if (state.arguments !== undefined) input = await evaluateTemplate(state.arguments, burst.scope(frame));
  } catch (error) {
    return failState(burst, frame, burst.evaluationFailed(frame, error));
  }
  burst.emit(frame, 'ParallelStateStarted');
  const { length } = state.branches;
  frame.phase = 'children';
  frame.children = { length, begun: length, done: 0, concurrency: length, results: [] };
  for (const [index, branch] of state.branches.entries()) burst.begin(branch, input, frame, index);
}

async function attemptMap(burst: Burst, frame: Frame, state: MapState): Promise<void> {
  let items = frame.input;
  let concurrency = 0;
  try {
    const scope = burst.scope(frame);
    if (state.items !== undefined) {
      items = await evaluateTemplate(state.items, scope);
      expectKind(state.items, items, 'array', 'Items');
    }
    if (!Array.isArray(items)) {
      throw new QueryEvaluationError(`Map state input must be an array but was: ${textOf(items)}`);
    }
    if (state.maxConcurrency !== undefined) {
      concurrency = await evaluateInteger(
        state.maxConcurrency,
        'MaxConcurrency',
        scope,
        0,
        limits.waitSeconds,
      );
    }
    for (const template of state.tolerated) await evaluateTemplate(template, scope);
  } catch (error) {
    return failState(burst, frame, burst.evaluationFailed(frame, error));
  }
  burst.emit(frame, 'MapStateStarted', { length: items.length });
  const most = limits.inlineMapConcurrency;
  frame.phase = 'children';
  frame.children = {
    items,
    length: items.length,
    begun: 0,
    done: 0,
    concurrency: concurrency === 0 ? most : Math.min(concurrency, most),
    results: [],
  };
  if (items.length === 0) return childrenDone(burst, frame, []);
  await beginIterations(burst, frame);
}
