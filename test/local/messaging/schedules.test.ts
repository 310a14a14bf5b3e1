import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock/virtual-clock.ts';
import { Schedules, type SchedulesOptions } from '../../../local/messaging/schedules.ts';
import { SCHEDULES } from '../../../workflows/wiring.ts';
import { emptyDatabase, virtualTime } from './virtual-time.ts';

let database: DatabaseSync;
let time: ReturnType<typeof virtualTime>;
let runs: [job: string, time: string][];

beforeEach(() => {
  database = emptyDatabase();
  time = virtualTime();
  runs = [];
});

function schedules(options: Partial<SchedulesOptions> = {}): Schedules {
  return new Schedules({
    database,
    now: time.now,
    schedules: { sweep: SCHEDULES.sweep },
    run: async (job, event) => void runs.push([job, event.time]),
    ...options,
  });
}

test('while the clock is advanced, the sweep runs on every night of London, one by one', async () => {
  let all: Schedules | undefined;
  const clock = new VirtualClock({ now: time.now(), mode: 'manual', quiet: async () => all?.whenIdle() });
  const seen: string[] = [];
  all = schedules({
    now: () => clock.now(),
    run: async () => void seen.push(new Date(clock.now()).toISOString()),
  });
  clock.register(all);
  await clock.advanceTo(Date.parse('2026-04-01T00:00:00Z'));
  expect(seen).toHaveLength(29);
  expect(seen.slice(25, 27)).toEqual(['2026-03-28T02:30:00.000Z', '2026-03-29T01:30:00.000Z']);
});

test('nights that were missed while the host was down are made up for by one run, for the latest', async () => {
  schedules();
  time.at('2026-03-20T12:00:00Z');
  const restarted = schedules();
  expect(restarted.nextDue()).toBe(Date.parse('2026-03-03T02:30:00Z'));
  restarted.fireDue(time.now());
  await restarted.whenIdle();
  expect(runs).toEqual([['jobs/sweep', '2026-03-20T02:30:00.000Z']]);
  expect(restarted.nextDue()).toBe(Date.parse('2026-03-21T02:30:00Z'));
});

test('a restart runs nothing again that has run', async () => {
  const first = schedules();
  time.at('2026-03-03T02:30:00Z');
  first.fireDue(time.now());
  await first.whenIdle();
  const restarted = schedules();
  restarted.fireDue(time.now());
  await restarted.whenIdle();
  expect(runs).toHaveLength(1);
});

test('a run that a killed host left unfinished is run again', async () => {
  const killed = schedules({ run: () => new Promise(() => {}) });
  time.at('2026-03-03T02:30:00Z');
  killed.fireDue(time.now());
  const restarted = schedules();
  restarted.fireDue(time.now());
  await restarted.whenIdle();
  expect(runs).toEqual([['jobs/sweep', '2026-03-03T02:30:00.000Z']]);
});

test('a job that fails is tried three times, reported, and waits for its next night', async () => {
  const reports: [string, unknown][] = [];
  const failure = new Error('no table');
  let tries = 0;
  const all = schedules({
    run: async () => {
      tries += 1;
      throw failure;
    },
    onJobError: (job, error) => reports.push([job, error]),
  });
  time.at('2026-03-03T02:30:00Z');
  all.fireDue(time.now());
  await all.whenIdle();
  expect(tries).toBe(3);
  expect(reports).toEqual([['jobs/sweep', failure]]);
  expect(all.nextDue()).toBe(Date.parse('2026-03-04T02:30:00Z'));
});

test('being idle means that the last job has ended', async () => {
  let finish: () => void = () => {};
  const all = schedules({ run: () => new Promise<void>((resolve) => (finish = resolve)) });
  time.at('2026-03-03T02:30:00Z');
  all.fireDue(time.now());
  let idle = false;
  const waiting = all.whenIdle().then(() => {
    idle = true;
  });
  await Promise.resolve();
  expect(idle).toBe(false);
  finish();
  await waiting;
  expect(idle).toBe(true);
});

test('jobs that fall on the same instant all run', async () => {
  const nightly = { cron: 'cron(30 2 * * ? *)', function: 'jobs/sweep' } as const;
  const all = schedules({ schedules: { one: nightly, other: { ...nightly, function: 'jobs/other' } } });
  time.at('2026-03-03T02:30:00Z');
  all.fireDue(time.now());
  await all.whenIdle();
  expect(runs.map(([job]) => job)).toEqual(['jobs/sweep', 'jobs/other']);
});
