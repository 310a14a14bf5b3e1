import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { SCHEDULES, type ScheduleWiring } from '../../workflows/wiring.ts';
import type { TimerSource } from '../clock/virtual-clock.ts';
import { CronExpression } from './cron-expression.ts';

/** Runs the job named `jobs/…`; `time` is the scheduled ISO instant, never later than the clock. */
export type RunJob = (job: string, event: { readonly time: string }) => Promise<unknown>;

export interface SchedulesOptions {
  /** The host's database, where it is kept up to which instant each schedule has run. */
  readonly database: DatabaseSync;
  /** The virtual instant, epoch milliseconds: where a schedule that has never run begins to count. */
  readonly now: () => number;
  readonly run: RunJob;
  readonly schedules?: Readonly<Record<string, ScheduleWiring>>;
  /** Told when a job has failed three times; it then waits for its next scheduled instant. */
  readonly onJobError?: (job: string, error: unknown) => void;
  /** Told each gap that a killed host could fall into. */
  readonly moment?: (name: string) => void;
}

interface Schedule {
  readonly name: string;
  readonly job: string;
  readonly cron: CronExpression;
  next: number | undefined;
}

const Kept = z.object({ fired_until: z.number() });

/** As an asynchronous call of a Lambda function is tried. */
const TRIES = 3;

/**
 * The schedules on the virtual clock. While the clock is advanced, every scheduled instant is visited; if the clock
 * has passed several at once, or the host was down meanwhile, the job runs once, for the latest of them. A run that
 * a killed host left unfinished is run again.
 */
export class Schedules implements TimerSource {
  readonly name = 'schedules';
  readonly #database: DatabaseSync;
  /** The schedules that run, by name. */
  readonly wiring: ReadonlyMap<string, ScheduleWiring>;
  readonly #schedules: Schedule[];
  readonly #run: RunJob;
  readonly #onJobError: (job: string, error: unknown) => void;
  readonly #moment: (name: string) => void;
  readonly #running = new Set<Promise<void>>();

  /** Throws UnsupportedCron for an expression that it could not keep to. */
  constructor(options: SchedulesOptions) {
    options.database.exec(
      'CREATE TABLE IF NOT EXISTS schedule_runs (name TEXT PRIMARY KEY, fired_until INTEGER NOT NULL)',
    );
    this.#database = options.database;
    this.#run = options.run;
    this.#onJobError = options.onJobError ?? (() => {});
    this.#moment = options.moment ?? (() => {});
    const wired = Object.entries<ScheduleWiring>(options.schedules ?? SCHEDULES);
    this.wiring = new Map(wired);
    this.#schedules = wired.map(([name, wiring]) => {
      const cron = new CronExpression(name, wiring.cron);
      return { name, job: wiring.function, cron, next: cron.next(this.#firedUntil(name, options.now())) };
    });
  }

  /** The earliest scheduled instant that has not been run for, epoch milliseconds. */
  nextDue(): number | undefined {
    const due = this.#schedules.flatMap((schedule) => schedule.next ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Starts every job that is due by `now`; `whenIdle` awaits them. */
  fireDue(now: number): void {
    for (const schedule of this.#schedules) {
      if (schedule.next === undefined || schedule.next > now) continue;
      const instant = schedule.cron.last(now) ?? schedule.next;
      schedule.next = schedule.cron.next(instant);
      const run = this.#fire(schedule, instant).finally(() => this.#running.delete(run));
      this.#running.add(run);
    }
  }

  /** Resolves once no job runs; a job's failure goes to onJobError instead. */
  async whenIdle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #fire(schedule: Schedule, instant: number): Promise<void> {
    const time = new Date(instant).toISOString();
    this.#moment(`schedule:${schedule.name}:before-run`);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      try {
        await this.#run(schedule.job, { time });
        break;
      } catch (error) {
        if (attempt === TRIES) this.#onJobError(schedule.job, error);
      }
    }
    this.#moment(`schedule:${schedule.name}:after-run`);
    // Kept only now: a host killed during the run has to run the job again.
    this.#database
      .prepare('UPDATE schedule_runs SET fired_until = max(fired_until, ?) WHERE name = ?')
      .run(instant, schedule.name);
  }

  #firedUntil(name: string, start: number): number {
    this.#database.prepare('INSERT OR IGNORE INTO schedule_runs VALUES (?, ?)').run(name, start);
    const row = this.#database.prepare('SELECT fired_until FROM schedule_runs WHERE name = ?').get(name);
    return Kept.parse(row).fired_until;
  }
}
