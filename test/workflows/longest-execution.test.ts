import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONDUCTING_MACHINES, type ConductingMachine } from '../../core/execution-name.ts';
import {
  deadlineOf,
  longestExecutionDays,
  type Policy,
  type WindowName,
  windowOf,
} from '../../core/policy.ts';
import { laterPolicy } from '../support/later-policies.ts';
import { latestEnd } from './longest-path.ts';

const definitionOf = (machine: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../workflows/${machine}.asl.json`, import.meta.url), 'utf8'));

const DAY = 86_400_000;
const days = (from: number, to: number) => (to - from) / DAY;

/** From the first moment at which a school can be enrolled for the year. */
async function placementDays(policy: Policy): Promise<number> {
  const { opensAt } = windowOf(policy, 'applications');
  const ask = { opensAt, closesAt: deadlineOf(policy, 'placement') };
  const variables = { ask, yearOpensAt: windowOf(policy, 'year').opensAt };
  const start = Date.parse(opensAt);
  return days(start, await latestEnd(definitionOf('placement'), variables, start));
}

/** From the first moment at which a teacher can apply, or a deferred one comes back; escalated or not, the deadline is the last. */
async function selectionDays(policy: Policy): Promise<number> {
  const { opensAt } = windowOf(policy, 'applications');
  const awaitUntil = deadlineOf(policy, 'selection');
  const variables = { awaitUntil, yearOpensAt: windowOf(policy, 'year').opensAt };
  const start = Date.parse(opensAt);
  return days(start, await latestEnd(definitionOf('specialist-selection'), variables, start));
}

/** From the day on which the year opens, with every milestone of every stage. */
async function schoolYearDays(policy: Policy): Promise<number> {
  const start = Date.parse(windowOf(policy, 'year').opensAt);
  const variables = {
    milestones: windowsOf(policy, ['started', 'completed']),
    progression: windowOf(policy, 'progression'),
  };
  return days(start, await latestEnd(definitionOf('school-year'), variables, start));
}

/** The longer of training, with its assessment, and of leading, with the days of every term. */
async function specialistYearDays(policy: Policy): Promise<number> {
  const start = Date.parse(windowOf(policy, 'year').opensAt);
  const definition = definitionOf('specialist-year');
  const awaitUntil = windowOf(policy, 'progression').closesAt;
  const training = { declarations: windowsOf(policy, ['started', 'retained', 'completed']), awaitUntil };
  const leading = { declarations: windowsOf(policy, ['autumn', 'spring', 'summer']), awaitUntil };
  const ends = [await latestEnd(definition, training, start), await latestEnd(definition, leading, start)];
  return days(start, Math.max(...ends));
}

const windowsOf = (policy: Policy, names: readonly WindowName[]) =>
  names.map((name) => windowOf(policy, name));

const LONGEST: Readonly<Record<ConductingMachine, (policy: Policy) => Promise<number>>> = {
  placement: placementDays,
  'school-year': schoolYearDays,
  'specialist-selection': selectionDays,
  'specialist-year': specialistYearDays,
};

/** From its birth, with an approval that nobody gives until the workflow gives up after 300 days. */
async function statementDays(): Promise<number> {
  const start = Date.parse('2026-11-01T03:00:00.000Z');
  const givesUpAt = new Date(start + 300 * DAY).toISOString();
  const variables = { approval: { closesAt: givesUpAt }, givesUpAt };
  return days(start, await latestEnd(definitionOf('statement'), variables, start));
}

describe('the longest possible execution, computed from the definition and the policy', () => {
  const years = Array.from({ length: 30 }, (_, index) => 2026 + index);

  it.each(years)('is at most 360 days for the academic year that begins in %i', async (year) => {
    const policy = laterPolicy(year);
    for (const machine of CONDUCTING_MACHINES) {
      expect(await LONGEST[machine](policy), machine).toBeLessThanOrEqual(360);
    }
  });

  it('is within a day of what the validation of a policy reckons with, which knows of no retries', async () => {
    const policy = laterPolicy(2026);
    const reckoned = longestExecutionDays(policy);
    for (const machine of CONDUCTING_MACHINES) {
      expect(Math.abs((await LONGEST[machine](policy)) - reckoned[machine]), machine).toBeLessThan(1);
    }
  });

  it('is at most 360 days for a statement that nobody approves', async () => {
    expect(await statementDays()).toBeGreaterThan(300);
    expect(await statementDays()).toBeLessThanOrEqual(360);
  });

  it('is what it looks like on a calendar: the deadline, a minute, and some hours of retries', async () => {
    const policy = laterPolicy(2026);
    const { opensAt } = windowOf(policy, 'applications');
    const placement = days(Date.parse(opensAt), Date.parse(deadlineOf(policy, 'placement')));
    expect(await placementDays(policy)).toBeGreaterThan(placement);
    expect(await placementDays(policy)).toBeLessThan(placement + 1);
  });

  it('grows past 360 days where a policy would let it', async () => {
    const policy = laterPolicy(2026);
    const early = {
      opensAt: windowOf(policy, 'applications').opensAt,
      closesAt: deadlineOf(policy, 'placement'),
    };
    const variables = {
      ask: { ...early, closesAt: '2026-12-01T17:00:00.000Z' },
      yearOpensAt: early.closesAt,
    };
    const start = Date.parse(early.opensAt);
    expect(days(start, await latestEnd(definitionOf('placement'), variables, start))).toBeGreaterThan(360);
  });
});
