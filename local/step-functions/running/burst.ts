import { seededChance } from '../chance.ts';
import type { Execution, Failure, Frame, HistoryEvent, Run, TimerKind } from '../execution.ts';
import { type Json, type JsonObject, parseJson, textOf } from '../json.ts';
import type { Scope } from '../language/expression.ts';
import type { Chance } from '../language/functions.ts';
import type { Effects, Machine, State, TaskState, Workflow } from '../language/machine.ts';
import { QueryEvaluationError } from '../language/query-error.ts';
import { evaluateTemplate } from '../language/template.ts';
import { exceeds, limits } from '../limits.ts';
import type { TimerChange } from '../store.ts';
import { dataLimitExceeded, errorOutput, failureDetails, names, type Raised, raised } from './failure.ts';

/** A call to make once the burst has been stored. */
export interface PendingCall {
  frame: number;
  call: number;
  state: TaskState;
  arguments: Json;
  token: string | undefined;
}

export interface BurstSetting {
  seed: string;
  region: string;
  machineName: string;
}

/** The history is full; the execution fails with one last event. */
class HistoryIsFull extends Error {
  override readonly name = 'HistoryIsFull';
}

/**
 * One execution being carried forward, in memory, from one stored point to the next: everything that happens at
 * one virtual instant until all its sequences wait. Nothing outside sees any of it before the engine stores it.
 */
export class Burst {
  readonly execution: Execution;
  readonly machine: Machine;
  readonly run: Run;
  readonly now: number;
  readonly setting: BurstSetting;
  readonly chance: Chance;
  readonly events: HistoryEvent[] = [];
  readonly timers = new Map<string, TimerChange>();
  readonly calls: PendingCall[] = [];
  #input: Json | undefined;

  constructor(execution: Execution, machine: Machine, run: Run, now: number, setting: BurstSetting) {
    this.execution = execution;
    this.machine = machine;
    this.run = run;
    this.now = now;
    this.setting = setting;
    this.chance = seededChance(setting.seed, `${execution.arn} ${execution.startedAt}`, run);
  }

  get closed(): boolean {
    return this.execution.status !== 'RUNNING';
  }

  /** Runs `work`, ending the execution in AWS's way when its history fills up meanwhile. */
  async within(work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof HistoryIsFull)) throw error;
      const cause = `The execution reached the maximum number of history events (${limits.historyEvents}).`;
      this.close('FAILED', { error: 'States.Runtime', cause });
    }
  }

  frame(id: number): Frame | undefined {
    return this.run.frames.find((frame) => frame.id === id);
  }

  workflow(address: string): Workflow {
    const workflow = this.machine.workflows.get(address);
    if (workflow === undefined) throw new Error(`The definition has no states at '${address}'`);
    return workflow;
  }

  state(frame: Frame): State {
    const state = this.workflow(frame.workflow).states.get(frame.state);
    if (state === undefined) throw new Error(`The definition has no state '${frame.state}'`);
    return state;
  }

  /** Begins a sequence of states: the machine's own, a branch or an iteration. */
  begin(workflow: string, input: Json, parent: Frame | undefined, index: number): Frame {
    const frame: Frame = {
      id: this.run.nextFrame,
      parent: parent?.id ?? null,
      index,
      workflow,
      state: this.workflow(workflow).startAt,
      phase: 'ready',
      input,
      variables: {},
      enteredAt: 0,
      enteredEvent: 0,
      lastEvent: parent?.lastEvent ?? 0,
      retries: [],
      call: 0,
      timers: [],
    };
    this.run.nextFrame += 1;
    this.run.frames.push(frame);
    this.run.ready.push(frame.id);
    return frame;
  }

  /** Writes an event of a sequence, which follows the sequence's last one. */
  emit(frame: Frame, type: string, details?: JsonObject): number {
    const id = this.#write(frame.lastEvent, type, details, limits.historyEvents - 1);
    frame.lastEvent = id;
    return id;
  }

  /** Writes an event that its sequence's next event does not follow. */
  emitAside(frame: Frame, type: string, details?: JsonObject): void {
    this.#write(frame.lastEvent, type, details, limits.historyEvents - 1);
  }

  #write(previousEventId: number, type: string, details: JsonObject | undefined, most: number): number {
    const id = this.execution.events + 1;
    if (id > most) throw new HistoryIsFull();
    this.execution.events = id;
    this.events.push({ id, previousEventId, at: this.now, type, details });
    return id;
  }

  setTimer(frame: Frame, kind: TimerKind, due: number): void {
    if (!frame.timers.includes(kind)) frame.timers.push(kind);
    this.timers.set(`${frame.id} ${kind}`, { frame: frame.id, kind, due });
  }

  clearTimers(frame: Frame): void {
    for (const kind of frame.timers) {
      this.timers.set(`${frame.id} ${kind}`, { frame: frame.id, kind, due: undefined });
    }
    frame.timers = [];
  }

  scope(frame: Frame, more: JsonObject = {}): Scope {
    return {
      states: { input: frame.input, context: this.#context(frame), ...more },
      variables: this.#variables(frame),
      now: this.now,
      chance: this.chance,
    };
  }

  #variables(frame: Frame): JsonObject {
    const parent = frame.parent === null ? undefined : this.frame(frame.parent);
    return parent === undefined ? frame.variables : { ...this.#variables(parent), ...frame.variables };
  }

  #context(frame: Frame): JsonObject {
    this.#input ??= parseJson(this.execution.input);
    const { type } = this.state(frame);
    const retries = type === 'Task' || type === 'Parallel' || type === 'Map';
    const item = this.#nearestItem(frame);
    return {
      Execution: {
        Id: this.execution.arn,
        Input: this.#input,
        StartTime: new Date(this.execution.startedAt).toISOString(),
        Name: this.execution.name,
        RoleArn: this.execution.roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: this.execution.machineArn, Name: this.setting.machineName },
      State: {
        Name: frame.state,
        EnteredTime: new Date(frame.enteredAt).toISOString(),
        ...(retries ? { RetryCount: frame.retries.reduce((sum, used) => sum + used, 0) } : {}),
      },
      ...(frame.task?.token === undefined ? {} : { Task: { Token: frame.task.token } }),
      ...(item === undefined ? {} : { Map: { Item: item } }),
    };
  }

  #nearestItem(frame: Frame): JsonObject | undefined {
    if (frame.item !== undefined) return { Index: frame.index, Value: frame.item };
    const parent = frame.parent === null ? undefined : this.frame(frame.parent);
    return parent === undefined ? undefined : this.#nearestItem(parent);
  }

  /** A message about the state a sequence is in, as AWS words it. */
  causeIn(frame: Frame, message: string): string {
    const { state, enteredEvent } = frame;
    return `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${message}`;
  }

  /** Records a failed expression; the result is what it raises. Any other error is the engine's own: rethrown. */
  evaluationFailed(frame: Frame, error: unknown): Raised {
    if (!(error instanceof QueryEvaluationError)) throw error;
    const cause = this.causeIn(frame, error.message);
    this.emit(frame, 'EvaluationFailed', {
      ...{ error: error.name, cause, state: frame.state },
      ...(error.location === undefined ? {} : { location: error.location }),
    });
    return raised(error.name, cause);
  }

  /**
   * Leaves a state by its Assign and Output, or by a rule's or a catcher's, towards `next`. Both see the
   * variables as they were on entry. A failing expression of a catcher can no longer be caught by its state.
   */
  async leave(
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
        const scope = this.scope(frame, seen);
        if (effects.assign !== undefined) assigned = await evaluateTemplate(effects.assign, scope);
        if (effects.output !== undefined) leaving = await evaluateTemplate(effects.output, scope);
      }
    } catch (error) {
      const failure = this.evaluationFailed(frame, error);
      return recovers ? this.failState(frame, failure) : this.failSequence(frame, failure);
    }
    const variables = assigned as JsonObject;
    const text = textOf(leaving);
    if (exceeds(text, limits.payloadBytes) || this.#variablesExceed(frame, variables)) {
      const failure = dataLimitExceeded(frame.state, 'its name');
      return recovers ? this.failState(frame, failure) : this.failSequence(frame, failure);
    }
    this.emit(frame, `${this.state(frame).type}StateExited`, exitDetails(frame.state, text, variables));
    if (effects.assign !== undefined) frame.variables = { ...frame.variables, ...variables };
    this.clearTimers(frame);
    frame.retries = [];
    delete frame.task;
    if (next === undefined) return this.#endSequence(frame, leaving, text);
    frame.state = next;
    frame.input = leaving;
    frame.phase = 'ready';
    this.run.ready.push(frame.id);
  }

  #variablesExceed(frame: Frame, assigned: JsonObject): boolean {
    const names = Object.keys(assigned);
    if (names.length === 0) return false;
    if (exceeds(textOf(assigned), limits.assignBytes)) return true;
    return exceeds(textOf({ ...this.#variables(frame), ...assigned }), limits.allVariablesBytes);
  }

  async #endSequence(frame: Frame, output: Json, text: string): Promise<void> {
    const parent = frame.parent === null ? undefined : this.frame(frame.parent);
    if (parent === undefined) {
      this.close('SUCCEEDED', undefined, text);
      return;
    }
    this.#remove(frame);
    const { children } = parent;
    if (children === undefined) throw new Error(`Sequence ${frame.id} outlived its parent's state`);
    children.results[frame.index] = output;
    children.done += 1;
    const state = this.state(parent);
    const isMap = state.type === 'Map';
    if (isMap) this.emit(frame, 'MapIterationSucceeded', { name: parent.state, index: frame.index });
    if (children.done < children.length) {
      if (isMap) await this.beginIterations(parent);
      return;
    }
    parent.lastEvent = frame.lastEvent;
    await this.childrenDone(parent, children.results);
  }

  /** A Parallel's or Map's last sequence has ended. */
  async childrenDone(frame: Frame, results: Json[]): Promise<void> {
    const state = this.state(frame);
    delete frame.children;
    this.emit(frame, `${state.type}StateSucceeded`);
    await this.leave(frame, state, state.next, results, { result: results });
  }

  /** Starts as many further iterations of a Map as its concurrency leaves room for. */
  async beginIterations(frame: Frame): Promise<void> {
    const state = this.state(frame);
    const { children } = frame;
    if (state.type !== 'Map' || children?.items === undefined) return;
    while (children.begun < children.length && children.begun - children.done < children.concurrency) {
      const index = children.begun;
      const item = children.items[index] ?? null;
      let input = item;
      if (state.itemSelector !== undefined) {
        const scope = this.scope(frame);
        const context = { ...this.#context(frame), Map: { Item: { Index: index, Value: item } } };
        try {
          input = await evaluateTemplate(state.itemSelector, {
            ...scope,
            states: { ...scope.states, context },
          });
        } catch (error) {
          const failure = this.evaluationFailed(frame, error);
          this.#abortChildren(frame, undefined);
          return this.failState(frame, failure);
        }
      }
      children.begun += 1;
      const iteration = this.begin(state.processor, input, frame, index);
      iteration.item = item;
      this.emit(iteration, 'MapIterationStarted', { name: frame.state, index });
    }
  }

  /** The state of a sequence has failed: retried, caught, or the end of its sequence. */
  async failState(frame: Frame, failure: Raised): Promise<void> {
    const state = this.state(frame);
    this.clearTimers(frame);
    delete frame.task;
    const turn = state.retry.findIndex(({ errorEquals }) => names(errorEquals, failure));
    const retrier = state.retry[turn];
    const used = frame.retries[turn] ?? 0;
    if (retrier !== undefined && used < retrier.maxAttempts) {
      const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
      const delay = Math.min(grown, retrier.maxDelaySeconds ?? grown, limits.waitSeconds) * 1000;
      for (let before = 0; before <= turn; before += 1) frame.retries[before] ??= 0;
      frame.retries[turn] = used + 1;
      frame.phase = 'retrying';
      this.setTimer(
        frame,
        'retry',
        this.now + Math.round(retrier.fullJitter ? delay * this.chance.number() : delay),
      );
      return;
    }
    if (state.type === 'Parallel' || state.type === 'Map') this.emit(frame, `${state.type}StateFailed`);
    const catcher = state.catch.find(({ errorEquals }) => names(errorEquals, failure));
    if (catcher === undefined) return this.failSequence(frame, failure);
    const output = errorOutput(failure);
    await this.leave(frame, catcher, catcher.next, output, { errorOutput: output }, false);
  }

  /** A sequence ends in failure, and with it the Parallel or Map around it, or the execution. */
  async failSequence(frame: Frame, failure: Raised): Promise<void> {
    const parent = frame.parent === null ? undefined : this.frame(frame.parent);
    if (parent === undefined) {
      this.close('FAILED', failure);
      return;
    }
    if (this.state(parent).type === 'Map') {
      this.emit(frame, 'MapIterationFailed', { name: parent.state, index: frame.index });
    } else if (this.state(frame).type === 'Task') {
      this.emitAside(frame, 'TaskStateAborted');
    }
    parent.lastEvent = frame.lastEvent;
    this.#abortChildren(parent, frame);
    await this.failState(parent, failure);
  }

  /** Ends every sequence below a Parallel or Map; `failed` has ended already. */
  #abortChildren(parent: Frame, failed: Frame | undefined): void {
    for (const child of this.run.frames.filter((frame) => frame.parent === parent.id)) {
      this.#abortChildren(child, undefined);
      if (child !== failed) {
        const { type } = this.state(child);
        const entered = child.phase !== 'ready';
        if (entered && (type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map')) {
          this.emitAside(child, `${type}StateAborted`);
        }
        if (this.state(parent).type === 'Map') {
          this.emitAside(child, 'MapIterationAborted', { name: parent.state, index: child.index });
        }
      }
      this.#remove(child);
    }
    delete parent.children;
  }

  #remove(frame: Frame): void {
    this.clearTimers(frame);
    this.run.frames = this.run.frames.filter((other) => other !== frame);
    this.run.ready = this.run.ready.filter((id) => id !== frame.id);
  }

  /** Ends the execution with its last event. */
  close(status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', failure?: Failure, output?: string): void {
    const type = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[
      status
    ];
    const details =
      output === undefined
        ? failureDetails(failure ?? { error: undefined, cause: undefined })
        : { output, outputDetails: { truncated: false } };
    const last = this.run.frames.find((frame) => frame.parent === null)?.lastEvent ?? this.execution.events;
    this.#write(last, `Execution${type}`, details, limits.historyEvents);
    Object.assign(this.execution, {
      status,
      stoppedAt: this.now,
      output: output ?? null,
      error: failure?.error ?? null,
      cause: failure?.cause ?? null,
    });
    this.run.frames = [];
    this.run.ready = [];
    this.calls.length = 0;
  }
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
