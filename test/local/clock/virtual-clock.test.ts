import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ClockCannotGoBack,
  InvalidDuration,
  type TimerSource,
  VirtualClock,
} from '../../../local/clock/virtual-clock.ts';

const start = Date.parse('2026-03-28T12:00:00Z');

/** A source whose timers note in a common log when they fired. */
function source(
  name: string,
  dues: number[],
  log: string[],
  onFire: (now: number) => void = () => {},
): TimerSource {
  return {
    name,
    nextDue: () => (dues.length === 0 ? undefined : Math.min(...dues)),
    fireDue(now) {
      for (const due of dues.filter((each) => each <= now)) {
        dues.splice(dues.indexOf(due), 1);
        log.push(`${name} ${(due - start) / 1000} at ${(now - start) / 1000}`);
        onFire(now);
      }
    },
  };
}

function manual(onMoved?: (now: number) => void) {
  return new VirtualClock({
    now: start,
    mode: 'manual',
    quiet: async () => {},
    ...(onMoved ? { onMoved } : {}),
  });
}

describe('the virtual clock', () => {
  it('tells what went wrong while it moved by itself, and goes on', async () => {
    const told: unknown[] = [];
    const failure = new Error('not quiet');
    const clock = new VirtualClock({
      now: start,
      mode: 'skip',
      quiet: () => Promise.reject(failure),
      onFailure(error) {
        told.push(error);
        clock.stop();
      },
    });
    clock.start();
    await vi.waitFor(() => expect(told).toEqual([failure]));
  });

  it('fires timers at their own instants, in order, whichever source they belong to', async () => {
    const log: string[] = [];
    const clock = manual();
    clock.register(source('waits', [start + 5000, start + 1000], log));
    clock.register(source('queue', [start + 3000], log));
    await clock.advanceTo(start + 10_000);
    expect(log).toEqual(['waits 1 at 1', 'queue 3 at 3', 'waits 5 at 5']);
    expect(clock.now()).toBe(start + 10_000);
  });

  it('fires equal instants in the order in which the sources were registered', async () => {
    const log: string[] = [];
    const clock = manual();
    clock.register(source('second', [start + 1000], log));
    clock.register(source('first', [start + 1000], log));
    await clock.advanceBy('PT1S');
    expect(log).toEqual(['second 1 at 1', 'first 1 at 1']);
  });

  it('fires what a timer sets for the same advance, and nothing beyond it', async () => {
    const log: string[] = [];
    const dues = [start + 1000];
    const clock = manual();
    clock.register(source('chain', dues, log, (now) => dues.push(now + 1000)));
    await clock.advanceTo(start + 3500);
    expect(log).toEqual(['chain 1 at 1', 'chain 2 at 2', 'chain 3 at 3']);
  });

  it('waits for quiet before time goes on', async () => {
    const log: string[] = [];
    let work: Promise<void> = Promise.resolve();
    const clock = new VirtualClock({ now: start, mode: 'manual', quiet: () => work });
    const slow = () => {
      work = Promise.resolve().then(async () => {
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        log.push('handled');
      });
    };
    clock.register(source('wait', [start + 1000, start + 2000], log, slow));
    await clock.advanceTo(start + 2000);
    expect(log).toEqual(['wait 1 at 1', 'handled', 'wait 2 at 2', 'handled']);
  });

  it('never goes back, and says where it stands', async () => {
    const clock = manual();
    await expect(clock.advanceTo(start - 1)).rejects.toThrow(ClockCannotGoBack);
    await expect(clock.advanceTo(Number.NaN)).rejects.toThrow('2026-03-28T12:00:00.000Z');
    expect(clock.now()).toBe(start);
  });

  it('serves calls made at once one after the other, even after one was refused', async () => {
    const clock = manual();
    const both = Promise.allSettled([clock.advanceBy('P1D'), clock.advanceTo(start), clock.advanceBy('P1D')]);
    expect((await both).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(clock.now()).toBe(start + 2 * 86_400_000);
  });

  it('counts calendar durations in UTC, across leap days and the change of clocks', async () => {
    const clock = new VirtualClock({
      now: Date.parse('2028-02-28T00:00:00Z'),
      mode: 'manual',
      quiet: async () => {},
    });
    await clock.advanceBy('P2D');
    expect(new Date(clock.now()).toISOString()).toBe('2028-03-01T00:00:00.000Z');
    await clock.advanceBy('P1M');
    expect(new Date(clock.now()).toISOString()).toBe('2028-04-01T00:00:00.000Z');
    await clock.advanceBy('P10Y');
    expect(new Date(clock.now()).toISOString()).toBe('2038-04-01T00:00:00.000Z');
  });

  it('refuses a duration that is none', async () => {
    await expect(manual().advanceBy('3 days')).rejects.toThrow(InvalidDuration);
  });

  it('tells its host of every instant it reaches', async () => {
    const moved: number[] = [];
    const clock = manual((now) => moved.push(now));
    clock.register(source('wait', [start + 1000], []));
    await clock.advanceTo(start + 2000);
    expect(moved).toEqual([start + 1000, start + 2000]);
  });

  it('skips from timer to timer by itself, ten years of them, then rests', async () => {
    const log: string[] = [];
    const year = 365 * 86_400_000;
    const dues = [start + year];
    const last = Promise.withResolvers<void>();
    const clock = new VirtualClock({ now: start, mode: 'skip', quiet: async () => {} });
    clock.register(
      source('yearly', dues, log, (now) =>
        now < start + 10 * year ? dues.push(now + year) : last.resolve(),
      ),
    );
    clock.start();
    await last.promise;
    clock.stop();
    expect(log).toHaveLength(10);
    expect(clock.now()).toBe(start + 10 * year);
  });

  it('follows wall time from the instant it was left at, fires what falls due, and stands still when stopped', async () => {
    vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z') });
    const log: string[] = [];
    const clock = new VirtualClock({ now: start, mode: 'real', quiet: async () => {} });
    clock.register(source('wait', [start + 2000, start + 60_000], log));
    clock.start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual(['wait 2 at 2']);
    expect(clock.now()).toBe(start + 5000);
    await clock.advanceBy('PT1M');
    expect(log).toEqual(['wait 2 at 2', 'wait 60 at 60']);
    expect(clock.now()).toBe(start + 65_000);
    clock.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(clock.now()).toBe(start + 65_000);
  });
});

afterEach(() => {
  vi.useRealTimers();
});
