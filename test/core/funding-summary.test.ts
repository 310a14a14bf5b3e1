import { describe, expect, it } from 'vitest';
import { fundingSummary, totalOf } from '../../core/funding-summary.ts';
import {
  activeParticipation,
  policyOf2026,
  sampleClaim,
  sampleParticipation,
} from '../support/sample-rows.ts';

const policies = new Map([[policyOf2026().academicYear, policyOf2026()]]);
const summaryOf = (participation: object, ...claims: object[]) =>
  fundingSummary(
    [sampleParticipation({ ...sampleParticipation(), ...participation })],
    claims.map((each) => sampleClaim({ ...each })),
    policies,
  );
const active = activeParticipation();
const started = { ...active.milestones[0], status: 'declared', happenedOn: '2026-09-01' };
const begun = { ...active, milestones: [started, active.milestones[1]] };
const paid = {
  status: 'paid',
  listed: { statementId: 'statement-2026-10-origin', line: 1 },
  payment: { reference: 'BACS-1', paidOn: '2026-11-25', fileId: `pf-${'0'.repeat(32)}` },
};
const recovered = {
  clawback: {
    status: 'recovered',
    amount: 40_000,
    reason: 'Sample reason',
    proposedBy: 'a',
    proposedAt: '2027-01-01T09:00:00.000Z',
    approvedBy: 'b',
    approvedAt: '2027-01-02T09:00:00.000Z',
    listed: { statementId: 'statement-2027-01-origin', line: 1 },
    recovery: paid.payment,
  },
};

describe('the summary of funding', () => {
  it.each([
    [
      'a school that only enrolled is expected to get the whole of the policy’s amount',
      sampleParticipation(),
      [],
      [200_000, 0, 0, 0, 200_000],
    ],
    ['a year that has opened is expected to give what it froze', active, [], [200_000, 0, 0, 0, 200_000]],
    ['a claim counts once, not as a milestone as well', begun, [{}], [200_000, 100_000, 0, 0, 200_000]],
    ['what was paid remains no more', begun, [paid], [200_000, 100_000, 100_000, 0, 100_000]],
    [
      'what was recovered does not come back',
      begun,
      [{ ...paid, ...recovered }],
      [200_000, 100_000, 100_000, 40_000, 100_000],
    ],
    ['a held claim is still expected', begun, [{ status: 'held' }], [200_000, 100_000, 0, 0, 200_000]],
    [
      'a cancelled claim is expected no more, and its slot gives nothing again',
      begun,
      [{ status: 'cancelled' }],
      [100_000, 0, 0, 0, 100_000],
    ],
    [
      'a missed milestone is expected no more',
      { ...begun, milestones: [started, { ...active.milestones[1], status: 'missed' }] },
      [{}],
      [100_000, 100_000, 0, 0, 100_000],
    ],
    [
      'a school that withdrew keeps what it earned',
      { ...begun, status: 'withdrawn' },
      [{}],
      [100_000, 100_000, 0, 0, 100_000],
    ],
    [
      'a school that came back is not expected to earn its first instalment twice',
      sampleParticipation(),
      [{}],
      [200_000, 100_000, 0, 0, 200_000],
    ],
  ])('%s', (_, participation, claims, [expected, raised, paidSoFar, back, remaining]) => {
    expect(summaryOf(participation, ...claims)).toEqual([
      {
        hub: 'origin',
        academicYear: '2026-27',
        stage: 'development',
        expected,
        raised,
        paid: paidSoFar,
        recovered: back,
        remaining,
      },
    ]);
  });

  it('leaves out what nobody is paid for: a repeated year, and a Sustaining year', () => {
    expect(summaryOf({ repeated: true })).toEqual([]);
    expect(summaryOf({ id: '900001-2026-27-sustaining', stage: 'sustaining' })).toEqual([]);
  });

  it('expects nothing of an extended training year, nor again of what an earlier, deferred year released', () => {
    const trains = (changes: object) =>
      summaryOf({ id: 'sp-0042-2026-27-training-2', stage: 'training-2', status: 'placed', ...changes });
    expect(trains({})).toMatchObject([{ expected: 300_000 }]);
    expect(trains({ repeated: true })).toEqual([]);
    expect(trains({ releasedBefore: ['started'] })).toMatchObject([{ expected: 200_000 }]);
  });

  it('keeps hubs and stages apart, and adds them up', () => {
    const items = fundingSummary(
      [
        sampleParticipation(),
        sampleParticipation({ id: '900002-2026-27-embedding', urn: '900002', stage: 'embedding' }),
        sampleParticipation({ id: '900023-2026-27-development', urn: '900023', hub: 'turing-nw' }),
      ],
      [],
      policies,
    );
    expect(items.map(({ hub, stage, expected }) => [hub, stage, expected])).toEqual([
      ['origin', 'development', 200_000],
      ['origin', 'embedding', 100_000],
      ['turing-nw', 'development', 200_000],
    ]);
    expect(totalOf(items)).toEqual({
      expected: 500_000,
      raised: 0,
      paid: 0,
      recovered: 0,
      remaining: 500_000,
    });
  });
});
