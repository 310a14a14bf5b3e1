import { describe, expect, it } from 'vitest';
import { outlookOfInstalment } from '../../core/claim-outlook.ts';
import { toInstant } from '../../core/instant.ts';
import {
  activeParticipation,
  policyOf2026,
  sampleApplication,
  sampleAsk,
  sampleParticipation,
} from '../support/sample-rows.ts';

/** What is missing before an instalment is released, and whose turn it is: of schools and of Specialists. */

const policy = policyOf2026();
const NOW = toInstant('2026-12-10T09:00:00Z');
const LEADING = 'sp-0042-2026-27-leading';
const leads = (status: string) => sampleApplication({ id: LEADING, stage: 'leading', status });
const daysAsk = (changes = {}) =>
  sampleAsk({
    id: `${LEADING}.days-autumn`,
    participationId: LEADING,
    kind: 'days',
    milestone: undefined,
    term: 'autumn',
    opensAt: '2026-12-01T00:00:00.000Z',
    closesAt: '2026-12-31T17:00:00.000Z',
    ...changes,
  });

describe('an instalment that has not been released', () => {
  it.each([
    ['a place for a school', sampleParticipation(), 'placement', 'hub', '2026-10-16T16:00:00.000Z'],
    ['the selection of a teacher', sampleApplication(), 'selection', 'admin', '2026-07-31T16:00:00.000Z'],
    ['the decision to lead', leads('enrolled'), 'leading-decision', 'hub', undefined],
    ['the year of a Specialist', leads('placed'), 'year-to-open', 'workflow', undefined],
  ])('waits for %s', (_, participation, what, who, until) => {
    const told = outlookOfInstalment(participation, undefined, undefined, policy, NOW);
    expect(told).toMatchObject({ next: { what, who, ...(until ? { until } : {}) } });
  });

  it('waits for the days of a term: before its window, in it, and, from an admin, after it', () => {
    const on = (iso: string) =>
      outlookOfInstalment(leads('active'), undefined, daysAsk(), policy, toInstant(iso));
    const window = { from: '2026-12-01T00:00:00.000Z', until: '2026-12-31T17:00:00.000Z' };
    expect(on('2026-11-10T09:00:00Z')).toEqual({ next: { what: 'window-to-open', who: 'hub', ...window } });
    expect(on('2026-12-10T09:00:00Z')).toEqual({ next: { what: 'days', who: 'hub', ...window } });
    expect(on('2027-01-10T09:00:00Z')).toEqual({ next: { what: 'late-days', who: 'admin' } });
  });

  it('never comes of training that was deferred, of a school that left, or of what is not funded', () => {
    const deferred = sampleApplication({ status: 'closed', outcome: 'pause' });
    expect(outlookOfInstalment(deferred, 100_000, daysAsk(), policy, NOW)).toEqual({ ended: 'deferred' });
    const left = activeParticipation({ status: 'withdrawn' });
    expect(outlookOfInstalment(left, 100_000, sampleAsk(), policy, NOW)).toEqual({ ended: 'withdrawn' });
    expect(outlookOfInstalment(activeParticipation(), 0, sampleAsk(), policy, NOW)).toEqual({
      ended: 'not-funded',
    });
  });

  it('is nothing that a year has which does not ask for it', () => {
    expect(outlookOfInstalment(leads('active'), undefined, undefined, policy, NOW)).toBeUndefined();
  });
});
