import type { Frame } from '../execution.ts';
import { isObject, type Json, type JsonObject, textOf } from '../json.ts';
import type { Effects } from '../language/machine.ts';
import { evaluateTemplate } from '../language/template.ts';
import { exceeds, limits } from '../limits.ts';
import type { Burst } from './burst.ts';
import { dataLimitExceeded, errorOutput, names, type Raised } from './failure.ts';

/**
 * Leaves a state by its Assign and Output, or by a rule's or a catcher's, towards `next`. Both see the
 * variables as they were on entry. A failing expression of a catcher can no longer be caught by its state.
 */
export async function leave(
  burst: Burst,
  frame: Frame,
  effects: Effects,
  next: string | undefined,
  output: Json,
  seen: JsonObject = {},
  recovers = true,
): Promise<void> {
  let assigned: Json = {};
  let leaving = output;
  try {
    if (effects.assign !== undefined || effects.output !== undefined) {
      const scope = burst.scope(frame, seen);
      if (effects.assign !== undefined) assigned = await evaluateTemplate(effects.assign, scope);
      if (effects.output !== undefined) leaving = await evaluateTemplate(effects.output, scope);
    }
  } catch (error) {
    const failure = burst.evaluationFailed(frame, error);
    return recovers ? failState(burst, frame, failure) : failSequence(burst, frame, failure);
  }
  const variables = isObject(assigned) ? assigned : {};
  const text = textOf(leaving);
  if (exceeds(text, limits.payloadBytes) || variablesExceed(burst, frame, variables)) {
    const failure = dataLimitExceeded(frame.state, 'its name');
    return recovers ? failState(burst, frame, failure) : failSequence(burst, frame, failure);
  }
  burst.emit(frame, `${burst.state(frame).type}StateExited`, exitDetails(frame.state, text, variables));
  if (effects.assign !== undefined) frame.variables = { ...frame.variables, ...variables };
  burst.clearTimers(frame);
  frame.retries = [];
  delete frame.task;
  if (next === undefined) return endSequence(burst, frame, leaving, text);
  frame.state = next;
  frame.input = leaving;
  frame.phase = 'ready';
  burst.run.ready.push(frame.id);
}

function variablesExceed(burst: Burst, frame: Frame, assigned: JsonObject): boolean {
  if (Object.keys(assigned).length === 0) return false;
  if (exceeds(textOf(assigned), limits.assignBytes)) return true;
  return exceeds(textOf({ ...burst.variables(frame), ...assigned }), limits.allVariablesBytes);
}

async function endSequence(burst: Burst, frame: Frame, output: Json, text: string): Promise<void> {
  const parent = frame.parent === null ? undefined : burst.frame(frame.parent);
  if (parent === undefined) {
    burst.close('SUCCEEDED', undefined, text);
    return;
  }
  burst.remove(frame);
  const { children } = parent;
  if (children === undefined) throw new Error(`Sequence ${frame.id} outlived its parent's state`);
  children.results[frame.index] = output;
  children.done += 1;
  const state = burst.state(parent);
  const isMap = state.type === 'Map';
  if (isMap) burst.emit(frame, 'MapIterationSucceeded', { name: parent.state, index: frame.index });
  if (children.done < children.length) {
    if (isMap) await beginIterations(burst, parent);
    return;
  }
  parent.lastEvent = frame.lastEvent;
  await childrenDone(burst, parent, children.results);
}

/** A Parallel's or Map's last sequence has ended. */
export async function childrenDone(burst: Burst, frame: Frame, results: Json[]): Promise<void> {
  const state = burst.state(frame);
  delete frame.children;
  burst.emit(frame, `${state.type}StateSucceeded`);
  await leave(burst, frame, state, state.next, results, { result: results });
}

/** Starts as many further iterations of a Map as its concurrency leaves room for. */
export async function beginIterations(burst: Burst, frame: Frame): Promise<void> {
  const state = burst.state(frame);
  const { children } = frame;
  if (state.type !== 'Map' || children?.items === undefined) return;
  while (children.begun < children.length && children.begun - children.done < children.concurrency) {
    const index = children.begun;
    const item = children.items[index] ?? null;
    let input = item;
    if (state.itemSelector !== undefined) {
      const scope = burst.scope(frame);
      const context = { ...burst.context(frame), Map: { Item: { Index: index, Value: item } } };
      try {
        input = await evaluateTemplate(state.itemSelector, {
          ...scope,
          states: { ...scope.states, context },
        });
      } catch (error) {
        const failure = burst.evaluationFailed(frame, error);
        abortChildren(burst, frame, undefined);
        return failState(burst, frame, failure);
      }
    }
    children.begun += 1;
    const iteration = burst.begin(state.processor, input, frame, index);
    iteration.item = item;
    burst.emit(iteration, 'MapIterationStarted', { name: frame.state, index });
  }
}

/** The state of a sequence has failed: retried, caught, or the end of its sequence. */
export async function failState(burst: Burst, frame: Frame, failure: Raised): Promise<void> {
  const state = burst.state(frame);
  burst.clearTimers(frame);
  delete frame.task;
  const turn = state.retry.findIndex(({ errorEquals }) => names(errorEquals, failure));
  const retrier = state.retry[turn];
  const used = frame.retries[turn] ?? 0;
  if (retrier !== undefined && used < retrier.maxAttempts) {
    const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
    const delay = Math.min(grown, retrier.maxDelaySeconds ?? grown, limits.waitSeconds) * 1000;
    for (let before = 0; before <= turn; before += 1) frame.retries[before] ??= 0;
    frame.retries[turn] = used + 1;
    retryAfter(burst, frame, Math.round(retrier.fullJitter ? delay * burst.chance.number() : delay));
    return;
  }
  if (state.type === 'Parallel' || state.type === 'Map') burst.emit(frame, `${state.type}StateFailed`);
  const catcher = state.catch.find(({ errorEquals }) => names(errorEquals, failure));
  if (catcher === undefined) return failSequence(burst, frame, failure);
  const output = errorOutput(failure);
  await leave(burst, frame, catcher, catcher.next, output, { errorOutput: output }, false);
}

function retryAfter(burst: Burst, frame: Frame, milliseconds: number): void {
  if (milliseconds > 0) {
    frame.phase = 'retrying';
    burst.setTimer(frame, 'retry', burst.now + milliseconds);
  } else {
    frame.phase = 'retry';
    burst.run.ready.push(frame.id);
  }
}

/** A sequence ends in failure, and with it the Parallel or Map around it, or the execution. */
export async function failSequence(burst: Burst, frame: Frame, failure: Raised): Promise<void> {
  const parent = frame.parent === null ? undefined : burst.frame(frame.parent);
  if (parent === undefined) {
    burst.close('FAILED', failure);
    return;
  }
  if (burst.state(parent).type === 'Map') {
    burst.emit(frame, 'MapIterationFailed', { name: parent.state, index: frame.index });
  } else if (burst.state(frame).type === 'Task') {
    burst.emitAside(frame, 'TaskStateAborted');
  }
  parent.lastEvent = frame.lastEvent;
  abortChildren(burst, parent, frame);
  await failState(burst, parent, failure);
}

/** Ends every sequence below a Parallel or Map; `failed` has ended already. */
function abortChildren(burst: Burst, parent: Frame, failed: Frame | undefined): void {
  for (const child of burst.run.frames.filter((frame) => frame.parent === parent.id)) {
    abortChildren(burst, child, undefined);
    if (child !== failed) {
      const { type } = burst.state(child);
      const entered = child.phase !== 'ready';
      if (entered && (type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map')) {
        burst.emitAside(child, `${type}StateAborted`);
      }
      if (burst.state(parent).type === 'Map') {
        burst.emitAside(child, 'MapIterationAborted', { name: parent.state, index: child.index });
      }
    }
    burst.remove(child);
  }
  delete parent.children;
}

function exitDetails(name: string, output: string, assigned: JsonObject): JsonObject {
  const details: JsonObject = { name, output, outputDetails: { truncated: false } };
  const entries = Object.entries(assigned);
  if (entries.length === 0) return details;
  return {
    ...details,
    assignedVariables: Object.fromEntries(entries.map(([key, value]) => [key, textOf(value)])),
    assignedVariablesDetails: { truncated: false },
  };
}
