import type { Instant } from '../../core/instant.ts';
import type { Row } from '../../workflows/change.ts';

/** In whose name the smoke calls. Two admins, since a policy takes a second one. */
export type Somebody = 'hub' | 'finance' | 'admin' | 'second-admin';

/** What a call was answered with. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Below /api/v1. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A stage as the smoke meets it: deployed on AWS or an emulator, or the local host. */
export interface Stage {
  /** The API, as somebody who is signed in. */
  call(who: Somebody, call: Call): Promise<Reply>;
  /** Puts rows that are absent. */
  seed(rows: readonly Row[]): Promise<void>;
  now(): Promise<Instant>;
  /** Lets time pass until then. */
  passTo(instant: Instant): Promise<void>;
  /** Looks again until something is there, but not for ever. Throws SmokeFailed, with what it waited for. */
  eventually<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found>;
  /** The events that have reached finance's queue since the smoke last looked. */
  financeEvents(): Promise<readonly unknown[]>;
  /** Takes away what the smoke made to sign in. */
  close(): Promise<void>;
}

/** The stage does not do what it is for. The message says which part. */
export class SmokeFailed extends Error {
  override readonly name = 'SmokeFailed';
}
