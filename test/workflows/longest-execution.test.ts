import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Policy, placementClosesAt, windowOf } from '../../core/policy.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { latestEnd } from './longest-path.ts';

const definitionOf = (machine: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../workflows/${machine}.asl.json`, import.meta.url), 'utf8'));

const DAY = 86_400_000;
const days = (from: number, to: number) => (to - from) / DAY;

/** From the first moment at which a school can be enrolled for the year. */
async function placementDays(policy: Policy): Promise<number> {
  const { opensAt } = windowOf(policy, 'applications');
  const ask = { opensAt, closesAt: placementClosesAt(policy) };
  const variables = { ask, yearOpensAt: windowOf(policy, 'year').opensAt };
  const start = Date.parse(opensAt);
  return days(start, await latestEnd(definitionOf('placement'), variables, start));
}

/** From the day on which the year opens, with every milestone of every stage. */
async function schoolYearDays(policy: Policy): Promise<number> {
  const start = Date.parse(windowOf(policy, 'year').opensAt);
  const milestones = ['started', 'completed'] as const;
  const variables = {
    milestones: milestones.map((name) => windowOf(policy, name)),
    progression: windowOf(policy, 'progression'),
  };
  return days(start, await latestEnd(definitionOf('school-year'), variables, start));
}

describe('the longest possible execution, computed from the definition and the policy', () => {
  const years = Array.from({ length: 30 }, (_, index) => 2026 + index);

  it.each(years)('is at most 360 days for the academic year that begins in %i', async (year) => {
    const policy = laterPolicy(year);
    expect(await placementDays(policy)).toBeLessThanOrEqual(360);
    expect(await schoolYearDays(policy)).toBeLessThanOrEqual(360);
  });

  it('is what it looks like on a calendar: the deadline, a minute, and some hours of retries', async () => {
    const policy = laterPolicy(2026);
    const { opensAt } = windowOf(policy, 'applications');
    const placement = days(Date.parse(opensAt), Date.parse(placementClosesAt(policy)));
    expect(await placementDays(policy)).toBeGreaterThan(placement);
    expect(await placementDays(policy)).toBeLessThan(placement + 1);
  });

  it('grows past 360 days where a policy would let it', async () => {
    const policy = laterPolicy(2026);
    const early = { opensAt: windowOf(policy, 'applications').opensAt, closesAt: placementClosesAt(policy) };
    const variables = {
      ask: { ...early, closesAt: '2026-12-01T17:00:00.000Z' },
      yearOpensAt: early.closesAt,
    };
    const start = Date.parse(early.opensAt);
    expect(days(start, await latestEnd(definitionOf('placement'), variables, start))).toBeGreaterThan(360);
  });
});
