import { Temporal } from 'temporal-polyfill';

/** Something that has things due at instants: the engine, queues with delays, schedules. */
export interface TimerSource {
  readonly name: string;
  /** The earliest instant (epoch ms) at which something is due, or undefined when nothing is. */
  nextDue(): number | undefined;
  /** Begins everything due at or before `now`; what it sets off is awaited through `quiet`. */
  fireDue(now: number): void;
}

export type ClockMode = 'manual' | 'real' | 'skip';

export interface VirtualClockOptions {
  /** The instant the clock starts from, epoch ms: the stored one after a restart. */
  now: number;
  mode: ClockMode;
  /** Resolves once nothing is running: no request, no handler, no queued work. */
  quiet: () => Promise<void>;
  /** Called whenever the clock has moved, so that the host can keep the instant across restarts. */
  onMoved?: (now: number) => void;
  /** Told what went wrong while the clock moved by itself, in the modes real and skip. */
  onFailure?: (error: unknown) => void;
}

/** The clock was asked to go back in time, or to an instant that is none. */
export class ClockCannotGoBack extends Error {
  override readonly name = 'ClockCannotGoBack';
}

/** A duration that is not ISO 8601, such as "3 days" instead of P3D. */
export class InvalidDuration extends Error {
  override readonly name = 'InvalidDuration';
}

/** A timer source went on reporting the same due instant after it had been fired. */
export class TimerNeverSettles extends Error {
  override readonly name = 'TimerNeverSettles';
}

/** How often one instant may be fired before a source is taken to be stuck. */
const mostRoundsAtOneInstant = 100_000;
/** Real mode looks again after at most this many ms, as setTimeout cannot wait longer than 24 days. */
const longestSleep = 60_000;

/**
 * The one clock under waits, timeouts, retries, queues, schedules and handlers.
 *
 * Timers fire in the order of their instants; at equal instants, in the order in which their sources were
 * registered, and within a source in its own order. Between two instants the clock waits for quiet, so what a
 * timer set off has happened before time goes on.
 */
export class VirtualClock {
  readonly mode: ClockMode;
  readonly #quiet: () => Promise<void>;
  readonly #onMoved: (now: number) => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #sources: TimerSource[] = [];
  #now: number;
  #turn: Promise<void> = Promise.resolve();
  #following = false;
  #anchor = { wall: 0, virtual: 0 };
  #alarm: NodeJS.Timeout | undefined;

  constructor(options: VirtualClockOptions) {
    this.mode = options.mode;
    this.#now = options.now;
    this.#quiet = options.quiet;
    this.#onMoved = options.onMoved ?? (() => {});
    this.#onFailure = options.onFailure ?? (() => {});
  }

  /** The virtual instant, epoch ms. */
  now(): number {
    if (this.mode === 'real' && this.#following) {
      this.#now = Math.max(this.#now, this.#anchor.virtual + (Date.now() - this.#anchor.wall));
    }
    return this.#now;
  }

  /** The order of registration is the order of firing at equal instants. */
  register(source: TimerSource): void {
    this.#sources.push(source);
  }

  /**
   * Moves to `instant` (epoch ms) and resolves once everything due by then has happened and all is quiet.
   * Calls made meanwhile wait for their turn. Throws ClockCannotGoBack.
   */
  advanceTo(instant: number): Promise<void> {
    return this.#inTurn(() => this.#moveTo(instant));
  }

  /** Moves on by an ISO 8601 duration, such as P30D or PT1H; calendar units count in UTC. */
  advanceBy(duration: string): Promise<void> {
    return this.#inTurn(() => this.#moveTo(later(this.now(), duration)));
  }

  /** Begins to follow wall time (real) or to jump from timer to timer (skip); manual clocks stay put. */
  start(): void {
    if (this.#following || this.mode === 'manual') return;
    this.#following = true;
    this.#anchor = { wall: Date.now(), virtual: this.#now };
    this.#followInTurn();
  }

  stop(): void {
    this.now();
    this.#following = false;
    clearTimeout(this.#alarm);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #moveTo(instant: number): Promise<void> {
    if (!Number.isFinite(instant) || instant < this.now()) {
      throw new ClockCannotGoBack(`It is ${iso(this.#now)} and the clock cannot go to ${iso(instant)}.`);
    }
    await this.#quiet();
    let rounds = 0;
    for (let due = this.#nextDue(); due !== undefined && due <= instant; due = this.#nextDue()) {
      rounds = due > this.#now ? 0 : rounds + 1;
      await this.#fire(due, rounds);
    }
    this.#set(instant);
    if (this.mode === 'real') this.#anchor = { wall: Date.now(), virtual: this.#now };
  }

  async #fire(due: number, rounds: number): Promise<void> {
    this.#set(Math.max(this.#now, due));
    for (const source of this.#sources) {
      const first = source.nextDue();
      if (first === undefined || first > this.#now) continue;
      if (rounds > mostRoundsAtOneInstant) {
        throw new TimerNeverSettles(`${source.name} is still due at ${iso(first)} after ${rounds} firings.`);
      }
      source.fireDue(this.#now);
      await this.#quiet();
    }
  }

  /** Skip: from timer to timer until none is left. Real: what is due by now, then sleep until the next. */
  async #follow(): Promise<void> {
    if (!this.#following) return;
    await this.#quiet();
    let rounds = 0;
    for (let due = this.#nextDue(); due !== undefined; due = this.#nextDue()) {
      if (!this.#following || (this.mode === 'real' && due > this.now())) break;
      rounds = due > this.#now ? 0 : rounds + 1;
      await this.#fire(due, rounds);
    }
    if (this.mode === 'real') this.#set(this.now());
    if (this.#following) this.#sleep();
  }

  #sleep(): void {
    const next = this.#nextDue();
    const idle = this.mode === 'skip' ? 25 : Math.min(250, longestSleep);
    const pause = next === undefined ? idle : Math.min(idle, Math.max(1, next - this.now()));
    this.#alarm = setTimeout(() => this.#followInTurn(), pause);
  }

  /** What the quiet could not reach is told, and the clock goes on: an unhandled rejection would end the host. */
  #followInTurn(): void {
    this.#inTurn(() => this.#follow()).catch((error: unknown) => {
      this.#onFailure(error);
      if (this.#following) this.#sleep();
    });
  }

  #nextDue(): number | undefined {
    let next: number | undefined;
    for (const source of this.#sources) {
      const due = source.nextDue();
      if (due !== undefined && (next === undefined || due < next)) next = due;
    }
    return next;
  }

  #set(instant: number): void {
    if (instant === this.#now && this.mode !== 'real') return;
    this.#now = Math.max(this.#now, instant);
    this.#onMoved(this.#now);
  }
}

function later(now: number, duration: string): number {
  try {
    const length = Temporal.Duration.from(duration);
    return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').add(length)
      .epochMilliseconds;
  } catch (error) {
    throw new InvalidDuration(`Not an ISO 8601 duration that ends in our time: ${duration}`, {
      cause: error,
    });
  }
}

function iso(instant: number): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : String(instant);
}
