import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declarationReasons } from '../../core/declaration.ts';
import { instantOf, londonDateSchema, toInstant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { activeParticipation, sampleAsk } from '../support/sample-rows.ts';

const started = sampleAsk();
const completed = sampleAsk({
  id: '900001-2026-27-development.declaration-completed',
  milestone: 'completed',
  opensAt: '2027-05-31T23:00:00.000Z',
  closesAt: '2027-07-31T16:00:00.000Z',
});

const codes = (ask: typeof started, happenedOn: string, now: string, participation = activeParticipation()) =>
  declarationReasons(ask, participation, londonDateSchema.parse(happenedOn), toInstant(now)).map(
    ({ code, field }) => {
      expect(field).toBe('happenedOn');
      return code;
    },
  );

describe('a milestone may have happened', () => {
  it.each([
    ['on the first day of its window', '2026-09-01', '2026-10-01T12:00:00Z', []],
    ['on the last day of its window', '2026-10-31', '2026-10-31T16:59:00Z', []],
    ['today', '2026-10-01', '2026-10-01T12:00:00Z', []],
    ['not the day before its window', '2026-08-31', '2026-10-01T12:00:00Z', ['happened-outside-window']],
    ['not tomorrow', '2026-10-02', '2026-10-01T12:00:00Z', ['happened-in-future']],
    [
      'not after its window',
      '2026-11-01',
      '2026-10-31T12:00:00Z',
      ['happened-outside-window', 'happened-in-future'],
    ],
    // 23:30Z on 30 September is 00:30 on 1 October in London.
    ['today by a London clock, though UTC has yesterday', '2026-10-01', '2026-09-30T23:30:00Z', []],
    ['not tomorrow by a London clock', '2026-10-01', '2026-09-30T22:30:00Z', ['happened-in-future']],
  ])('%s', (_ruling, happenedOn, now, expected) => {
    expect(codes(started, happenedOn, now)).toEqual(expected);
  });

  it('never before one that was declared earlier, but on the same day', () => {
    const after = activeParticipation({
      milestones: [
        { milestone: 'started', instalment: 100_000, status: 'declared', happenedOn: '2027-06-15' },
        { milestone: 'completed', instalment: 100_000, status: 'to-do' },
      ],
    });
    const now = '2027-07-01T12:00:00Z';
    expect(codes(completed, '2027-06-14', now, after)).toEqual(['happened-out-of-order']);
    expect(codes(completed, '2027-06-15', now, after)).toEqual([]);
    expect(codes(completed, '2027-06-14', now)).toEqual([]);
  });

  it('declared late, never after one that comes after it, but on the same day', () => {
    // The windows never overlap; a start of the same day can only be held against the order if they did.
    const wide = sampleAsk({ closesAt: '2027-07-31T16:00:00.000Z' });
    const done = activeParticipation({
      milestones: [
        { milestone: 'started', instalment: 100_000, status: 'missed' },
        { milestone: 'completed', instalment: 100_000, status: 'declared', happenedOn: '2027-06-15' },
      ],
    });
    const now = '2027-07-01T12:00:00Z';
    expect(codes(wide, '2027-06-16', now, done)).toEqual(['happened-out-of-order']);
    expect(codes(wide, '2027-06-15', now, done)).toEqual([]);
    expect(codes(wide, '2026-09-15', now, done)).toEqual([]);
  });

  it('declared late or in time, for every pair of days: only in order, whichever of the two comes second', () => {
    const offsets = fc.integer({ min: 0, max: 60 });
    const dayOf = (offset: number) =>
      londonDateOf(instantOf(Date.parse('2026-09-01T12:00:00Z') + offset * 86_400_000));
    const window = { opensAt: '2026-08-31T23:00:00.000Z', closesAt: '2026-11-30T17:00:00.000Z' };
    fc.assert(
      fc.property(offsets, offsets, fc.boolean(), (start, end, startIsLate) => {
        const [first, second] = [dayOf(start), dayOf(end)];
        const state = (milestone: string, happenedOn: string, late: boolean) => ({
          milestone,
          instalment: 0,
          status: late ? 'missed' : 'declared',
          ...(late ? {} : { happenedOn }),
        });
        const participation = activeParticipation({
          milestones: [state('started', first, startIsLate), state('completed', second, !startIsLate)],
        });
        const ask = sampleAsk({ ...window, milestone: startIsLate ? 'started' : 'completed' });
        const found = codes(ask, startIsLate ? first : second, '2026-12-01T12:00:00Z', participation);
        expect(found).toEqual(first <= second ? [] : ['happened-out-of-order']);
      }),
    );
  });
});
