import type { Json } from '../json.ts';
import type { Template } from './template.ts';

/** A definition that has been checked and compiled. */
export interface Machine {
  readonly definition: string;
  /** Every sequence of states by its address: '' is the machine itself. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly timeoutSeconds: number | undefined;
}

export interface Workflow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly fullJitter: boolean;
}

export interface Effects {
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
}

export interface Catcher extends Effects {
  readonly errorEquals: readonly string[];
  readonly next: string;
}

interface Common extends Effects {
  readonly name: string;
  /** Undefined where the state ends its sequence. */
  readonly next: string | undefined;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export type TaskResource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'integration';
      /** As in `sqs:sendMessage`, without `.waitForTaskToken`. */
      readonly integration: string;
      /** As in `sqs`; `aws-sdk:s3` for SDK integrations. */
      readonly resourceType: string;
      /** As in `sendMessage.waitForTaskToken`. */
      readonly resource: string;
      readonly waitForTaskToken: boolean;
    };

export interface PassState extends Common {
  readonly type: 'Pass';
}
export interface SucceedState extends Common {
  readonly type: 'Succeed';
}
export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}
export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}
export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly choices: readonly (Effects & { readonly condition: Template; readonly next: string })[];
  readonly default: string | undefined;
}
export interface TaskState extends Common {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}
export interface ParallelState extends Common {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  /** Addresses of the branches. */
  readonly branches: readonly string[];
}
export interface MapState extends Common {
  readonly type: 'Map';
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly tolerated: readonly Template[];
  /** The address of the item processor. */
  readonly processor: string;
}

export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;

/** One thing wrong with a definition, where it is: `/States/UntilOpens/Timestamp`. */
export interface Diagnostic {
  severity: 'ERROR' | 'WARNING';
  code: string;
  message: string;
  location: string;
}

/** A field as the definition has it, for reading while a machine is being loaded. */
export type Field = Json | undefined;
