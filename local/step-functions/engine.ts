import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { TimerSource } from '../clock/virtual-clock.ts';
import { checkArn, checkName, executionArn, nameOfMachine } from './arns.ts';
import { uuidFrom } from './chance.ts';
import type {
  Execution,
  ExecutionStatus,
  Frame,
  HistoryEvent,
  IntegrationOutcome,
  TaskOutcome,
} from './execution.ts';
import { firstBurst, parseInput } from './first-burst.ts';
import { type IntegrationCall, Integrations, type LambdaCall } from './integrations.ts';
import { limits } from './limits.ts';
import { Machines } from './machines.ts';
import { Burst, type PendingCall } from './running/burst.ts';
import { step } from './running/steps.ts';
import { callReturned, heartbeatReceived, pendCall, taskTimedOut, tokenAnswered } from './running/task.ts';
import { leave } from './running/transitions.ts';
import { ServiceError } from './service-error.ts';
import { type ExecutionStatusChange, statusChange } from './status-change.ts';
import { type DueTimer, Store } from './store.ts';
import { readTaskToken } from './task-token.ts';
import { WorkQueue } from './work-queue.ts';

export type { IntegrationOutcome } from './execution.ts';
export type { IntegrationCall, LambdaCall } from './integrations.ts';
export type { ExecutionStatusChange } from './status-change.ts';

export interface EngineOptions {
  /** The host's database, or one in memory; the engine owns the tables prefixed `sfn_`. */
  database: DatabaseSync;
  clock: { now(): number };
  /** Decides jitter, UUIDs, random numbers and task tokens. The seed of the database's first start holds. */
  seed: string;
  invokeLambda: (call: LambdaCall) => Promise<IntegrationOutcome>;
  /** Further integrations by name, as in `sqs:sendMessage`; machines that use others are refused. */
  integrations?: Readonly<Record<string, (call: IntegrationCall) => Promise<IntegrationOutcome>>>;
  /** Called inside the transaction that starts or ends an execution, so that the host can act in the same one. */
  onStatusChange?: (change: ExecutionStatusChange) => void;
  /** Named points around everything stored, for tests that end the process there. */
  moment?: (name: string) => void;
  /** Defaults to eu-west-2. */
  region?: string;
  /** Defaults to 000000000000. */
  account?: string;
}

/** The engine met an error of its own, such as a damaged database, and stopped: nothing was skipped. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped';
}

type Delivery = (burst: Burst) => Promise<void> | void;
interface Work {
  execution: number;
  deliver: Delivery;
  /** Called instead of `deliver` when the execution has closed meanwhile. */
  closed?: (() => void) | undefined;
  settled?: (() => void) | undefined;
}

/** So many events are stored at a time in a machine that never waits. */
const eventsPerBurst = 500;
const noSuchTask = () =>
  new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");

/**
 * Runs state machines on a virtual clock. All changes to executions go through one queue, in order; each is
 * carried as far as it goes at that instant and stored in one transaction before anything outside sees it.
 */
export class StepFunctionsEngine implements TimerSource {
  readonly name = 'step-functions';
  readonly machines: Machines;
  readonly region: string;
  readonly account: string;
  readonly #options: EngineOptions;
  readonly #store: Store;
  readonly #seed: string;
  readonly #queue: WorkQueue<Work>;
  readonly #firing = new Set<number>();
  readonly #integrations: Integrations;
  #calls = 0;
  #closed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.region = options.region ?? 'eu-west-2';
    this.account = options.account ?? '000000000000';
    this.#store = new Store(options.database);
    this.#seed = this.#store.meta('seed', options.seed);
    this.#integrations = new Integrations(options, (purpose) => this.#uuid(purpose));
    this.machines = new Machines(this.#store, this, this.#integrations.names);
    this.#queue = new WorkQueue((work) => this.#perform(work));
  }

  /** Epoch ms on the engine's clock. */
  now(): number {
    return this.#options.clock.now();
  }

  nextDue(): number | undefined {
    return this.#closed ? undefined : this.#store.nextDue();
  }

  fireDue(now: number): void {
    this.#checkAlive();
    for (const timer of this.#store.dueTimers(now)) {
      if (this.#firing.has(timer.id)) continue;
      this.#firing.add(timer.id);
      this.#queue.push({
        execution: timer.execution,
        // What is before it in the queue may have answered the task, or set the timer anew.
        deliver: (burst) => (this.#store.isSet(timer) ? fireTimer(burst, timer) : undefined),
        settled: () => this.#firing.delete(timer.id),
      });
    }
  }

  /** After a restart: goes on with everything that had something to do; interrupted calls are made again. */
  resume(): void {
    for (const execution of this.#store.busy()) this.#queue.push({ execution, deliver: callAgain });
  }

  /** True while nothing runs; waiting for timers or tokens is idle. */
  idle(): boolean {
    return this.#queue.idle && this.#calls === 0;
  }

  /** Resolves once idle. Rejects with EngineStopped when the engine has met an error of its own. */
  async whenIdle(): Promise<void> {
    do {
      await this.#queue.drained();
      this.#checkAlive();
      if (this.#calls > 0) await this.#queue.nextPush();
    } while (!this.idle() && !this.#closed);
  }

  /** Stops for good; the database stays open, as it is the host's. */
  close(): void {
    this.#closed = true;
    this.#queue.stop(new EngineStopped('The engine has been closed'));
  }

  /** Throws ExecutionAlreadyExists, InvalidExecutionInput, InvalidName, StateMachineDoesNotExist. */
  startExecution(request: { stateMachineArn: string; name?: string; input?: string }): Execution {
    this.#checkAlive();
    const machine = this.machines.describe(request.stateMachineArn);
    const input = request.input ?? '{}';
    const value = parseInput(input);
    const now = this.now();
    const name = request.name ?? this.#uuid(`${machine.arn} ${now} ${this.#store.count('started')}`);
    checkName(name);
    const arn = executionArn(machine.arn, name);
    const existing = this.#store.executionByArn(arn);
    if (existing !== undefined && !this.#isForgotten(existing)) {
      if (existing.status === 'RUNNING' && existing.input === input) return existing;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const definition = this.machines.load(machine.definition);
    const first = firstBurst({
      arn,
      name,
      input,
      value,
      machine,
      definition,
      now,
      setting: this.#setting(machine.arn),
    });
    const execution = this.#commit(() => {
      if (existing !== undefined) this.#store.forget(existing.id);
      this.#store.forgetClosedBefore(now - limits.retentionMilliseconds);
      return this.#insert(first);
    });
    this.#queue.push({ execution: execution.id, deliver: () => {} });
    return execution;
  }

  #insert({ execution: fresh, run, events, timers }: Burst): Execution {
    const execution = { ...fresh, id: this.#store.insertExecution(fresh, run) };
    this.#store.addEvents(execution.id, events);
    this.#store.changeTimers(execution.id, timers.values());
    this.#options.onStatusChange?.(statusChange(execution));
    return execution;
  }

  /** Resolves to the execution once it is stopped; one that had closed before stays as it was. */
  async stopExecution(
    arn: string,
    failure: { error: string | undefined; cause: string | undefined },
  ): Promise<Execution> {
    const { id } = this.describeExecution(arn);
    await this.#enqueue(id, (burst) => burst.close('ABORTED', failure));
    return this.describeExecution(arn);
  }

  /** Throws InvalidArn, ExecutionDoesNotExist; an execution is forgotten 90 days after it closed. */
  describeExecution(arn: string): Execution {
    this.#checkAlive();
    checkArn(arn, 'execution');
    const execution = this.#store.executionByArn(arn);
    if (execution !== undefined && !this.#isForgotten(execution)) return execution;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /** Newest first; `before` is the start and id of the last one seen. */
  listExecutions(query: {
    machineArn: string;
    status: ExecutionStatus | undefined;
    before: [number, number];
    limit: number;
  }): Execution[] {
    this.#checkAlive();
    return this.#store.executions({ ...query, keptSince: this.now() - limits.retentionMilliseconds });
  }

  /** Events with ids from `from` to `to` inclusive. */
  history(execution: Execution, from: number, to: number): HistoryEvent[] {
    return this.#store.events(execution.id, Math.max(1, from), Math.min(execution.events, to));
  }

  /** Throws InvalidToken, TaskTimedOut when nothing waits for this token any more. */
  async answerTask(token: string, outcome: TaskOutcome): Promise<void> {
    await this.#withTask(token, (burst, frame) => tokenAnswered(burst, frame, outcome));
  }

  /** Throws as answerTask does. */
  async heartbeatTask(token: string): Promise<void> {
    await this.#withTask(token, heartbeatReceived);
  }

  async #withTask(
    token: string,
    deliver: (burst: Burst, frame: Frame) => Promise<void> | void,
  ): Promise<void> {
    const address = readTaskToken(this.#seed, token);
    if (address === undefined) throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
    let refused = true;
    await this.#enqueue(address.execution, async (burst) => {
      const frame = burst.frame(address.frame);
      if (frame === undefined || frame.call !== address.call || frame.task === undefined) return;
      if (frame.phase !== 'token' && (frame.phase !== 'calling' || frame.task.answer !== undefined)) return;
      refused = false;
      await deliver(burst, frame);
    });
    if (refused) throw noSuchTask();
  }

  #enqueue(execution: number, deliver: Delivery): Promise<void> {
    this.#checkAlive();
    return new Promise((resolve, reject) => {
      const failed = this.#queue.push({ execution, deliver, closed: resolve, settled: resolve });
      failed.catch(reject);
    });
  }

  async #perform({ execution: id, deliver, closed, settled }: Work): Promise<void> {
    const execution = this.#store.execution(id);
    if (execution === undefined || execution.status !== 'RUNNING') {
      closed?.();
      settled?.();
      return;
    }
    const machine = this.machines.load(execution.definition);
    const burst = new Burst(
      execution,
      machine,
      this.#store.run(id),
      this.now(),
      this.#setting(execution.machineArn),
    );
    await burst.within(async () => {
      await deliver(burst);
      while (burst.events.length < eventsPerBurst) {
        const frame = burst.frame(burst.run.ready.shift() ?? -1);
        if (frame === undefined) break;
        await step(burst, frame);
      }
    });
    if (this.#closed)
      throw new EngineStopped('Closed in the middle of a burst, which the next start repeats');
    this.#commit(() => this.#save(burst));
    settled?.();
    if (burst.run.ready.length > 0) this.#queue.push({ execution: id, deliver: () => {} });
    for (const call of burst.calls) this.#call(burst, call);
  }

  #save({ execution, events, timers, run, closed }: Burst): void {
    this.#store.addEvents(execution.id, events);
    if (closed) {
      this.#store.closeExecution(execution);
      this.#options.onStatusChange?.(statusChange(execution));
      return;
    }
    this.#store.changeTimers(execution.id, timers.values());
    const busy = run.ready.length > 0 || run.frames.some(({ phase }) => phase === 'calling');
    this.#store.saveRun(execution.id, run, execution.events, busy);
  }

  #commit<Result>(work: () => Result): Result {
    this.#moment('engine:before-commit');
    const result = this.#store.transaction(() => {
      const made = work();
      this.#moment('engine:inside-transaction');
      return made;
    });
    this.#moment('engine:after-commit');
    return result;
  }

  #call(burst: Burst, call: PendingCall): void {
    const { execution } = burst;
    this.#moment('engine:before-lambda');
    this.#calls += 1;
    void this.#integrations.call(execution.name, call).then((outcome) => {
      this.#calls -= 1;
      if (this.#closed) return;
      const work = this.#queue.push({
        execution: execution.id,
        deliver: async (later) => {
          this.#moment('engine:after-lambda-before-commit');
          const frame = later.frame(call.frame);
          if (frame?.phase === 'calling' && frame.call === call.call)
            await callReturned(later, frame, outcome);
        },
      });
      work.catch(() => {});
    });
  }

  #setting(machineArn: string) {
    return { seed: this.#seed, region: this.region, machineName: nameOfMachine(machineArn) };
  }

  #uuid(purpose: string): string {
    return uuidFrom(createHash('sha256').update(`${this.#seed}\0${purpose}`).digest());
  }

  #isForgotten({ stoppedAt }: Execution): boolean {
    return stoppedAt !== null && stoppedAt < this.now() - limits.retentionMilliseconds;
  }

  #moment(name: string): void {
    this.#options.moment?.(name);
  }

  #checkAlive(): void {
    if (this.#closed) throw new EngineStopped('The engine has been closed');
    const fault = this.#queue.fault;
    if (fault !== undefined)
      throw new EngineStopped(`The engine has stopped: ${String(fault)}`, { cause: fault });
  }
}

async function fireTimer(burst: Burst, { frame: id, kind }: DueTimer): Promise<void> {
  if (kind === 'execution') return burst.close('TIMED_OUT');
  const frame = burst.frame(id);
  if (frame === undefined || !frame.timers.includes(kind)) return;
  burst.clearTimers(frame);
  const state = burst.state(frame);
  if (kind === 'timeout' || kind === 'heartbeat') return taskTimedOut(burst, frame, kind);
  if (kind === 'wait') return leave(burst, frame, state, state.next, frame.input);
  frame.phase = 'retry';
  burst.run.ready.push(frame.id);
}

function callAgain(burst: Burst): void {
  for (const frame of burst.run.frames) {
    const state = burst.state(frame);
    if (frame.phase === 'calling' && state.type === 'Task') pendCall(burst, frame, state);
  }
}
