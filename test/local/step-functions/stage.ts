import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import {
  type EngineOptions,
  type IntegrationOutcome,
  type LambdaCall,
  StepFunctionsEngine,
} from '../../../local/step-functions/engine.ts';
import type { Execution } from '../../../local/step-functions/execution.ts';
import { isObject, type Json } from '../../../local/step-functions/json.ts';

export const role = 'arn:aws:iam::000000000000:role/test';
export const monday = Date.parse('2026-03-02T09:00:00Z');

/** `time` replaces the stage's clock as the engine's, for tests that fire timers by hand. */
type StageOptions = Partial<Omit<EngineOptions, 'clock'>> & { now?: number; time?: { now(): number } };

/** An engine with its clock, and shorthand for what tests do with them. Lambdas echo unless told otherwise. */
export class Stage {
  readonly database: DatabaseSync;
  readonly clock: VirtualClock;
  readonly engine: StepFunctionsEngine;
  /** Every call of a function, in order. */
  readonly calls: LambdaCall[] = [];

  constructor({ now = monday, time, ...options }: StageOptions = {}) {
    this.database = options.database ?? new DatabaseSync(':memory:');
    this.clock = new VirtualClock({ now, mode: 'manual', quiet: () => this.engine.whenIdle() });
    const answer = options.invokeLambda ?? echo;
    this.engine = new StepFunctionsEngine({
      seed: 'test',
      ...options,
      database: this.database,
      clock: time ?? this.clock,
      invokeLambda: (call) => {
        this.calls.push(call);
        return answer(call);
      },
    });
    this.clock.register(this.engine);
  }

  create(definition: unknown, name = 'machine'): string {
    const text = JSON.stringify(definition);
    return this.engine.machines.create({ name, definition: text, roleArn: role }, this.clock.now()).arn;
  }

  start(stateMachineArn: string, input: unknown = {}, name?: string): Execution {
    const request = { stateMachineArn, input: JSON.stringify(input) };
    return this.engine.startExecution(name === undefined ? request : { ...request, name });
  }

  /** Starts a machine made of these states, from the first, and waits until it rests. */
  async run(
    states: Record<string, unknown>,
    input: unknown = {},
    more: Record<string, unknown> = {},
  ): Promise<string> {
    const StartAt = Object.keys(states)[0];
    const arn = this.create({ QueryLanguage: 'JSONata', StartAt, States: states, ...more });
    const execution = this.start(arn, input);
    await this.engine.whenIdle();
    return execution.arn;
  }

  describe(arn: string): Execution {
    return this.engine.describeExecution(arn);
  }

  output(arn: string): unknown {
    const { output, error, cause } = this.describe(arn);
    return output === null ? { error, cause } : JSON.parse(output);
  }

  history(arn: string) {
    const execution = this.describe(arn);
    return this.engine.history(execution, 1, execution.events);
  }

  types(arn: string): string[] {
    return this.history(arn).map(({ type }) => type);
  }

  /** The token that a call has been given under `token`. */
  token(call: number): string {
    const payload = this.calls.at(call)?.payload;
    return isObject(payload) && typeof payload.token === 'string' ? payload.token : '';
  }

  close(): void {
    this.engine.close();
    this.database.close();
  }
}

async function echo({ payload }: LambdaCall): Promise<IntegrationOutcome> {
  return { ok: true, output: payload };
}

/** A state that calls a function and moves on. */
export function task(payload: Json, more: Record<string, unknown> = { End: true }) {
  const { Next, End, ...fields } = more;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'work', Payload: payload },
    ...fields,
    ...(Next === undefined ? { End: End ?? true } : { Next }),
  };
}

/** A state that gives its token to a function and waits for somebody to answer it. */
export function awaitToken(more: Record<string, unknown> = {}) {
  return {
    ...task({ token: '{% $states.context.Task.Token %}' }, more),
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  };
}
