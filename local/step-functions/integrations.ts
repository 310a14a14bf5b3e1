import type { IntegrationOutcome, TaskOutcome } from './execution.ts';
import { isObject, type Json, textOf, toJson } from './json.ts';
import { lambdaEnvelope } from './lambda-envelope.ts';
import type { PendingCall } from './running/burst.ts';

/** A Lambda function is to be called: by its name or ARN, as the machine gives it. */
export interface LambdaCall {
  functionArn: string;
  payload: unknown;
  executionName: string;
  stateName: string;
}

/** Any other service integration is to be called. */
export interface IntegrationCall {
  /** As in `sqs:sendMessage`. */
  integration: string;
  arguments: Json;
  taskToken: string | undefined;
  executionName: string;
  stateName: string;
}

type Integrate = (call: IntegrationCall) => Promise<IntegrationOutcome>;

export interface IntegrationOptions {
  clock: { now(): number };
  invokeLambda: (call: LambdaCall) => Promise<IntegrationOutcome>;
  integrations?: Readonly<Record<string, Integrate>>;
}

/** What tasks can call: functions by their ARN, `lambda:invoke`, and whatever else has been plugged in. */
export class Integrations {
  /** As in `lambda:invoke`; machines may use no others. */
  readonly names: ReadonlySet<string>;
  readonly #options: IntegrationOptions;
  readonly #uuid: (purpose: string) => string;
  readonly #byName: Readonly<Record<string, Integrate>>;

  constructor(options: IntegrationOptions, uuid: (purpose: string) => string) {
    this.#options = options;
    this.#uuid = uuid;
    this.#byName = { 'lambda:invoke': (call) => this.#invokeLambda(call), ...options.integrations };
    this.names = new Set(Object.keys(this.#byName));
  }

  /** Never rejects: what the other side throws is the task's failure. */
  async call(executionName: string, pending: PendingCall): Promise<TaskOutcome> {
    try {
      const outcome = await this.#perform(executionName, pending);
      return outcome.ok ? { ok: true, output: toJson(outcome.output) } : outcome;
    } catch (error) {
      return { ok: false, error: 'Lambda.SdkClientException', cause: String(error) };
    }
  }

  async #perform(executionName: string, pending: PendingCall): Promise<IntegrationOutcome> {
    const { state, arguments: args, token } = pending;
    const { resource } = state;
    const caller = { executionName, stateName: state.name };
    if (resource.kind === 'function') {
      return this.#options.invokeLambda({ functionArn: resource.arn, payload: args, ...caller });
    }
    const { integration } = resource;
    const integrate = this.#byName[integration];
    if (integrate === undefined) throw new Error(`Nothing answers to ${integration}`);
    return integrate({ integration, arguments: args, taskToken: token, ...caller });
  }

  async #invokeLambda({
    arguments: args,
    executionName,
    stateName,
  }: IntegrationCall): Promise<IntegrationOutcome> {
    const { FunctionName: functionArn, Payload: payload = {} } = isObject(args) ? args : {};
    if (typeof functionArn !== 'string') {
      return {
        ok: false,
        error: 'States.Runtime',
        cause: "The field 'FunctionName' is required but was missing",
      };
    }
    const outcome = await this.#options.invokeLambda({ functionArn, payload, executionName, stateName });
    if (!outcome.ok) return outcome;
    const requestId = this.#uuid(`${executionName} ${stateName} ${textOf(args)}`);
    return { ok: true, output: lambdaEnvelope(toJson(outcome.output), this.#options.clock.now(), requestId) };
  }
}
