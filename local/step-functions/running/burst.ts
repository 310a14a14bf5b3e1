import { seededChance } from '../chance.ts';
import type { Execution, Failure, Frame, HistoryEvent, Run, TimerKind } from '../execution.ts';
import { type Json, type JsonObject, parseJson } from '../json.ts';
import type { Scope } from '../language/expression.ts';
import type { Chance } from '../language/functions.ts';
import type { Machine, State, TaskState, Workflow } from '../language/machine.ts';
import { QueryEvaluationError } from '../language/query-error.ts';
import { limits } from '../limits.ts';
import type { TimerChange } from '../store.ts';
import { failureDetails, type Raised, raised } from './failure.ts';

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
      states: { input: frame.input, context: this.context(frame), ...more },
      variables: this.variables(frame),
      now: this.now,
      chance: this.chance,
    };
  }

  /** The variables a sequence sees: its own over those of its surroundings. */
  variables(frame: Frame): JsonObject {
    const parent = frame.parent === null ? undefined : this.frame(frame.parent);
    return parent === undefined ? frame.variables : { ...this.variables(parent), ...frame.variables };
  }

  /** `$states.context`. */
  context(frame: Frame): JsonObject {
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

  /** Takes a sequence that has ended, or is ended, out of the execution. */
  remove(frame: Frame): void {
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
