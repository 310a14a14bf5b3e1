import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '../../clock/virtual-clock.ts';
import { type IntegrationCall, StepFunctionsEngine } from '../engine.ts';
import type { Execution, IntegrationOutcome } from '../execution.ts';
import { isObject, type Json, type JsonObject, toJson } from '../json.ts';
import { exceeds, limits } from '../limits.ts';
import { operations } from '../operations.ts';
import type { Vector, VectorTask } from './vector.ts';

/** What the engine made of a vector. */
export interface Played {
  execution: Execution;
  /** One entry per event, in the vectors' shape: details beside the type, payloads parsed. */
  history: JsonObject[];
  /** What DescribeExecution answers, its input parsed. */
  described: JsonObject;
}

const start = Date.parse('2025-01-01T00:00:00Z');
const role = 'arn:aws:iam::111111111111:role/recorded';

/** Runs one vector on an engine of its own, in memory and virtual time. */
export async function play(vector: Vector): Promise<Played> {
  const stage = new Stage(vector);
  try {
    return await stage.play();
  } finally {
    stage.close();
  }
}

class Stage {
  readonly #vector: Vector;
  readonly #database = new DatabaseSync(':memory:');
  readonly #engine: StepFunctionsEngine;
  readonly #clock: VirtualClock;
  readonly #sleepers: { due: number; wake: () => void }[] = [];
  readonly #answers: (() => Promise<void>)[] = [];
  readonly #calls = new Map<string, number>();
  #awake = 0;

  constructor(vector: Vector) {
    this.#vector = vector;
    this.#clock = new VirtualClock({ now: start, mode: 'manual', quiet: () => this.#quiet() });
    const integrations = this.#integrations();
    this.#engine = new StepFunctionsEngine({
      database: this.#database,
      clock: this.#clock,
      seed: vector.name,
      region: 'us-east-1',
      account: '111111111111',
      invokeLambda: ({ functionArn, payload }) =>
        this.#perform(functionName(functionArn), (task, turn) =>
          this.#lambda(task, turn, toJson(payload), 'results'),
        ),
      integrations,
    });
    this.#clock.register(this.#engine);
    this.#clock.register({
      name: 'sleeping tasks',
      nextDue: () =>
        this.#sleepers.reduce<number | undefined>((next, { due }) => Math.min(next ?? due, due), undefined),
      fireDue: (now) => {
        const due = this.#sleepers.filter((sleeper) => sleeper.due <= now);
        for (const sleeper of due) {
          this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
          sleeper.wake();
        }
      },
    });
  }

  async play(): Promise<Played> {
    const { definition, input } = this.#vector;
    const machine = { name: 'recorded', definition: JSON.stringify(definition), roleArn: role };
    const { arn } = this.#engine.machines.create(machine, start);
    const begun = this.#engine.startExecution({
      stateMachineArn: arn,
      name: 'run',
      input: JSON.stringify(input),
    });
    await this.#quiet();
    let execution = this.#engine.describeExecution(begun.arn);
    for (
      let due = this.#nextDue();
      execution.status === 'RUNNING' && due !== undefined;
      due = this.#nextDue()
    ) {
      await this.#clock.advanceTo(Math.max(this.#clock.now(), due));
      execution = this.#engine.describeExecution(begun.arn);
    }
    const events = this.#engine.history(execution, 1, execution.events);
    const described = await operations.DescribeExecution(this.#engine, { executionArn: begun.arn });
    described.input = input;
    return {
      execution,
      described,
      history: events.map(({ type, details }) => recordedShape(type, details ?? {})),
    };
  }

  #nextDue(): number | undefined {
    const dues = [this.#engine.nextDue(), ...this.#sleepers.map(({ due }) => due)].filter(
      (due) => due !== undefined,
    );
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  close(): void {
    this.#engine.close();
    this.#database.close();
  }

  /** Quiet is when the engine rests and every task that is being performed sleeps or hangs. */
  async #quiet(): Promise<void> {
    for (;;) {
      for (let round = 0; round < 5; round += 1) await new Promise((resolve) => setImmediate(resolve));
      const answer = this.#answers.shift();
      if (answer !== undefined) await answer();
      else if (this.#awake === 0) return;
    }
  }

  #integrations() {
    const named = new Set<string>(['lambda:invoke']);
    JSON.stringify(this.#vector.definition, (key, value: unknown) => {
      const service = key === 'Resource' ? /^arn:aws:states:::([^.]+)/.exec(String(value))?.[1] : undefined;
      if (service !== undefined) named.add(service);
      return value;
    });
    return Object.fromEntries(
      [...named].map((name) => [name, (call: IntegrationCall) => this.#integration(call)]),
    );
  }

  #integration(call: IntegrationCall): Promise<IntegrationOutcome> {
    const { integration, arguments: args, taskToken, stateName } = call;
    if (integration === 'lambda:invoke') {
      const { FunctionName: name, Payload: payload = {} } = isObject(args) ? args : {};
      return this.#perform(functionName(String(name)), (task, turn) =>
        this.#lambda(task, turn, payload, 'invokeResults'),
      );
    }
    return this.#perform(stateName, async (task, turn) => {
      if (task.kind === 'callback') {
        this.#plan(task, turn, taskToken ?? '');
        return { ok: true, output: at(task.submitResults, turn) };
      }
      return this.#lambda(task, turn, args, 'results');
    });
  }

  async #perform(
    key: string,
    work: (task: VectorTask, turn: number) => Promise<IntegrationOutcome>,
  ): Promise<IntegrationOutcome> {
    const task = this.#vector.tasks[key];
    if (task === undefined) return { ok: false, error: 'Vector.NoSuchTask', cause: key };
    const turn = this.#calls.get(key) ?? 0;
    this.#calls.set(key, turn + 1);
    this.#awake += 1;
    const outcome = await work(task, turn);
    this.#awake -= 1;
    return outcome;
  }

  async #lambda(
    task: VectorTask,
    turn: number,
    payload: Json,
    recorded: 'results' | 'invokeResults',
  ): Promise<IntegrationOutcome> {
    if (task.kind === 'sleeps' || task.kind === 'hangs') await this.#sleep(task.seconds);
    const failed = task.kind === 'throws' || (task.error !== undefined && !tooLarge(task.value));
    if (failed) {
      const { error = task.errorType, cause = task.errorMessage } = task;
      return {
        ok: false,
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    }
    const fallback = task.value === undefined ? payload : repeated(task.value);
    return { ok: true, output: at(task[recorded], turn) ?? fallback };
  }

  async #sleep(seconds: number | undefined): Promise<void> {
    this.#awake -= 1;
    await new Promise<void>((wake) => {
      if (seconds !== undefined) this.#sleepers.push({ due: this.#clock.now() + seconds * 1000, wake });
    });
    this.#awake += 1;
  }

  #plan(task: VectorTask, turn: number, token: string): void {
    const response = at(task.responses, turn);
    if (response === undefined || response.type === 'none') return;
    const { type, output = null, error, cause } = response;
    const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
    this.#answers.push(() =>
      this.#engine.answerTask(token, type === 'success' ? { ok: true, output } : { ok: false, ...failure }),
    );
  }
}

function functionName(arn: string): string {
  const [, name = arn] = /:function:([^:]+)/.exec(arn) ?? [];
  return name;
}

/** The entry of a list for this turn; the last one goes on for every later turn. */
function at<Item>(list: readonly Item[] | undefined, turn: number): Item | undefined {
  return list?.[Math.min(turn, list.length - 1)];
}

function repeated(value: Json): Json {
  return isObject(value) && typeof value.$repeat === 'string'
    ? value.$repeat.repeat(Number(value.times))
    : value;
}

function tooLarge(value: Json | undefined): boolean {
  return value !== undefined && exceeds(JSON.stringify(repeated(value)), limits.payloadBytes);
}

const leftOut = new Set(['inputDetails', 'outputDetails', 'assignedVariablesDetails', 'roleArn', 'region']);
const payloads = new Set(['input', 'output', 'parameters']);

function recordedShape(type: string, details: JsonObject): JsonObject {
  const entry: JsonObject = { type };
  for (const [key, value] of Object.entries(details)) {
    if (leftOut.has(key)) continue;
    if (payloads.has(key)) entry[key] = JSON.parse(String(value)) as Json;
    else if (key === 'assignedVariables' && isObject(value)) {
      const variables = Object.entries(value).map(([name, text]) => [name, JSON.parse(String(text)) as Json]);
      entry[key] = Object.fromEntries(variables) as JsonObject;
    } else entry[key] = value;
  }
  return entry;
}
