import type { Json, JsonObject } from './json.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What went wrong; either word may be missing, as after SendTaskFailure without fields. */
export interface Failure {
  error: string | undefined;
  cause: string | undefined;
}

/** How a task ended, as whoever performed it says. */
export type IntegrationOutcome =
  | { ok: true; output: unknown }
  | { ok: false; error?: string; cause?: string };

/** The same, once it is known to be JSON. */
export type TaskOutcome = { ok: true; output: Json } | { ok: false; error?: string; cause?: string };

export type TimerKind = 'wait' | 'retry' | 'timeout' | 'heartbeat' | 'execution';

/**
 * Where one sequence of states stands: the machine's own, a branch of a Parallel, or an iteration of a Map.
 * `ready` has something to do now; all other phases wait: for a timer, a call, a token, or for children.
 */
export interface Frame {
  id: number;
  parent: number | null;
  /** Which branch or iteration of the parent this is. */
  index: number;
  workflow: string;
  state: string;
  phase: 'ready' | 'retry' | 'waiting' | 'retrying' | 'calling' | 'token' | 'children';
  input: Json;
  variables: JsonObject;
  enteredAt: number;
  /** History id of the state's Entered event, which causes cite. */
  enteredEvent: number;
  /** History id of the event this sequence last wrote. */
  lastEvent: number;
  /** How often each of the state's retriers has been used. */
  retries: number[];
  /** Counts the calls of this frame, so that an answer to an earlier call is recognised as late. */
  call: number;
  timers: TimerKind[];
  task?: TaskCall;
  children?: Children;
  /** In a Map's iteration: its item, for `$states.context.Map.Item`. */
  item?: Json;
}

export interface TaskCall {
  arguments: Json;
  token?: string;
  heartbeatSeconds?: number;
  /** The answer of a token that came before the call itself returned. */
  answer?: TaskOutcome;
}

export interface Children {
  /** A Map's items; a Parallel's branches all begin at once and need none. */
  items?: Json[];
  length: number;
  begun: number;
  done: number;
  concurrency: number;
  results: Json[];
}

/** Everything a running execution stands on, as it is stored after every burst of transitions. */
export interface Run {
  frames: Frame[];
  /** Frames with something to do, in the order in which they will do it. */
  ready: number[];
  nextFrame: number;
  /** How many random values have been drawn. */
  draws: number;
}

/** One event of a history, with the details under AWS's names and payloads as JSON text. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  at: number;
  type: string;
  details: JsonObject | undefined;
}

/** An execution as stored. Instants are epoch ms. */
export interface Execution {
  id: number;
  arn: string;
  machineArn: string;
  name: string;
  definition: string;
  roleArn: string;
  status: ExecutionStatus;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  startedAt: number;
  stoppedAt: number | null;
  events: number;
}
