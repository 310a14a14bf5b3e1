import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimDivergences, statementDivergences } from '../../core/books.ts';
import { claimIdSchema } from '../../core/claim.ts';
import {
  balancesIn,
  claimIn,
  type Ledger,
  type LedgerEvent,
  ledgerEventSchema,
  ledgerOf,
  statementIn,
  type Told,
} from '../../core/ledger.ts';
import { statementIdSchema } from '../../core/statement-id.ts';
import { EVENT_DATA } from '../../workflows/events.ts';
import { sampleClaim, sampleStatement, sampleStatementLine } from '../support/sample-rows.ts';

const CLAIM = claimIdSchema.parse('900001-2026-27-development.started');
const OCTOBER = statementIdSchema.parse('statement-2026-10-origin');
const SEAL = 'a'.repeat(64);

const amount = 100_000;
const claim = { claimId: CLAIM, urn: '900001', amount };
const of = { participationId: '900001-2026-27-development', urn: '900001', academicYear: '2026-27' };
const line = (number: number, item: string, kind = 'claim', pence = amount) => ({
  statementId: OCTOBER,
  line: number,
  kind,
  item,
  amount: pence,
});
const sum = { statementId: OCTOBER, lines: 1, total: amount };
const sealed = { ...sum, previousSeal: SEAL, seal: SEAL };
const paid = {
  statementId: OCTOBER,
  line: 1,
  reference: 'BACS-1',
  paidOn: '2026-11-25',
  fileId: `pf-${'0'.repeat(32)}`,
};

type Entry = readonly [eventId: string, type: string, data: object];

/** One claim from its birth to its recovery, on the way held once, with an adjustment beside it. */
const LIFE: readonly Entry[] = [
  [
    `${of.participationId}#5#2`,
    'ClaimRaised',
    { ...of, stage: 'development', ...claim, instalment: 'started', policyVersion: 1 },
  ],
  [
    `${OCTOBER}#1#0`,
    'StatementDue',
    { statementId: OCTOBER, month: '2026-10', cutOff: '2026-11-01T00:00:00.000Z', generation: 1 },
  ],
  [`${OCTOBER}#2#0`, 'StatementLineAdded', line(1, CLAIM)],
  [`${OCTOBER}#3#0`, 'StatementOpened', sum],
  [`${CLAIM}#3#0`, 'ClaimHeld', claim],
  [`${OCTOBER}#4#0`, 'StatementLineRemoved', line(1, CLAIM)],
  [`${CLAIM}#4#0`, 'ClaimReleased', claim],
  [`${OCTOBER}#5#0`, 'StatementLineAdded', line(2, CLAIM)],
  [`${OCTOBER}#6#0`, 'StatementLineAdded', line(3, `${OCTOBER}.adjustment-3`, 'adjustment', -500)],
  [`${OCTOBER}#7#0`, 'StatementApproved', sealed],
  [`${OCTOBER}#8#0`, 'StatementIssued', sealed],
  [`${CLAIM}#7#0`, 'ClaimPaid', { ...claim, ...paid, line: 2 }],
  [
    `${OCTOBER}#10#0`,
    'StatementAdjustmentPaid',
    { ...line(3, `${OCTOBER}.adjustment-3`, 'adjustment', -500), ...paid, line: 3 },
  ],
  [`${OCTOBER}#10#1`, 'StatementPaid', sum],
  [`${CLAIM}#8#0`, 'ClawbackProposed', { ...claim, amount: 90_000 }],
  [`${CLAIM}#9#0`, 'ClawbackDeclined', { ...claim, amount: 90_000 }],
  [`${CLAIM}#10#0`, 'ClawbackProposed', { ...claim, amount: 40_000 }],
  [`${CLAIM}#11#0`, 'ClawbackApproved', { ...claim, amount: 40_000 }],
];

/** The feed that holds these events in this order. */
const feedOf = (entries: readonly Entry[]): LedgerEvent[] =>
  entries.map(([eventId, type, data], index) =>
    ledgerEventSchema.parse({ sequence: index + 1, eventId, hub: 'origin', type, data }),
  );
const until = (eventId: string): Ledger =>
  ledgerOf(feedOf(LIFE.slice(0, LIFE.findIndex(([id]) => id === eventId) + 1)));

const valuesOf = (story: Readonly<Record<string, Told>> | undefined) =>
  story && Object.fromEntries(Object.entries(story).map(([field, { value }]) => [field, value]));

describe('the ledger', () => {
  it('knows every event of finance’s feed, and reads what it carries', () => {
    const known = ledgerEventSchema.options.flatMap((option) => [...option.shape.type.values]);
    const funding = Object.keys(EVENT_DATA).filter((type) => /^(Claim|Clawback|Statement)/.test(type));
    expect([...known].sort()).toEqual(funding.sort());
  });

  it.each([
    [`${of.participationId}#5#2`, { status: 'raised', line: 'none', amount: '100000' }],
    [`${OCTOBER}#2#0`, { status: 'on-statement', line: `${OCTOBER} 1` }],
    [`${CLAIM}#3#0`, { status: 'held' }],
    [`${OCTOBER}#4#0`, { status: 'held', line: 'none' }],
    [`${CLAIM}#4#0`, { status: 'raised', line: 'none' }],
    [`${OCTOBER}#5#0`, { status: 'on-statement', line: `${OCTOBER} 2` }],
    [`${OCTOBER}#7#0`, { status: 'on-statement' }],
    [`${OCTOBER}#8#0`, { status: 'approved', reference: 'none' }],
    [`${CLAIM}#7#0`, { status: 'paid', reference: 'BACS-1', clawback: 'none' }],
    [`${CLAIM}#8#0`, { status: 'paid', clawback: 'proposed', clawbackAmount: '90000' }],
    [`${CLAIM}#9#0`, { clawback: 'none', clawbackAmount: 'none' }],
    [
      `${CLAIM}#11#0`,
      { status: 'paid', clawback: 'approved', clawbackAmount: '40000', clawbackLine: 'none' },
    ],
  ])('after %s says of the claim %o', (eventId, expected) => {
    expect(valuesOf(claimIn(until(eventId), CLAIM))).toMatchObject(expected);
  });

  it.each([
    [`${OCTOBER}#2#0`, { status: 'gathering', lines: '1', total: '100000' }],
    [`${OCTOBER}#4#0`, { status: 'open', lines: '0', total: '0' }],
    [`${OCTOBER}#6#0`, { status: 'open', lines: '2', total: '99500', unpaid: 'none', seal: 'none' }],
    [`${OCTOBER}#8#0`, { status: 'issued', unpaid: '2', seal: SEAL }],
    [`${CLAIM}#7#0`, { status: 'issued', unpaid: '1' }],
    [`${OCTOBER}#10#1`, { status: 'paid', unpaid: '0', total: '99500' }],
  ])('after %s says of the statement %o', (eventId, expected) => {
    expect(valuesOf(statementIn(until(eventId), OCTOBER)?.fields)).toMatchObject(expected);
  });

  it('says the same in whatever order events of different subjects reached the feed', () => {
    const whole = ledgerOf(feedOf(LIFE));
    const told = (ledger: Ledger) => ({
      claim: valuesOf(claimIn(ledger, CLAIM)),
      statement: valuesOf(statementIn(ledger, OCTOBER)?.fields),
      lines: [...(statementIn(ledger, OCTOBER)?.lines ?? [])].map(([number, story]) => [
        number,
        valuesOf(story),
      ]),
      balances: balancesIn(ledger),
    });
    fc.assert(
      fc.property(fc.shuffledSubarray([...LIFE], { minLength: LIFE.length }), (shuffled) => {
        expect(told(ledgerOf(feedOf(shuffled)))).toEqual(told(whole));
      }),
    );
    expect(balancesIn(whole)).toEqual([
      {
        hub: 'origin',
        academicYear: '2026-27',
        stage: 'development',
        raised: 100_000,
        paid: 100_000,
        recovered: 0,
      },
    ]);
  });

  it('counts nothing of a claim that was cancelled', () => {
    const [raised = LIFE[0]] = LIFE;
    if (!raised) throw new Error('a life begins');
    const ledger = ledgerOf(feedOf([raised, [`${CLAIM}#2#0`, 'ClaimCancelled', claim]]));
    expect(valuesOf(claimIn(ledger, CLAIM))).toMatchObject({ status: 'cancelled', amount: '100000' });
    expect(balancesIn(ledger)).toMatchObject([{ raised: 0, paid: 0, recovered: 0 }]);
  });
});

describe('the comparison of rows and events', () => {
  const listed = { statementId: OCTOBER, line: 1 };
  const gathered = until(`${OCTOBER}#2#0`);
  const onStatement = sampleClaim({ status: 'on-statement', listed });
  const gathering = sampleStatement({ lastLine: 1, lines: 1, total: amount });

  it('finds nothing where they agree', () => {
    expect(claimDivergences(CLAIM, onStatement, gathered)).toEqual([]);
    expect(statementDivergences(OCTOBER, gathering, [sampleStatementLine()], gathered)).toEqual([]);
  });

  it.each([
    ['a changed amount', { amount: 110_000 }, 'amount', '110000', '100000', `${of.participationId}#5#2`],
    ['a status nobody told of', { status: 'held' }, 'status', 'held', 'on-statement', `${OCTOBER}#2#0`],
    [
      'another line',
      { listed: { ...listed, line: 7 } },
      'line',
      `${OCTOBER} 7`,
      `${OCTOBER} 1`,
      `${OCTOBER}#2#0`,
    ],
    ['another hub', { hub: 'solent' }, 'hub', 'solent', 'origin', `${of.participationId}#5#2`],
  ])('names the event from which on a claim with %s differs', (_, change, field, row, events, eventId) => {
    const tampered = { ...onStatement, ...sampleClaim({ ...onStatement, ...change }) };
    expect(claimDivergences(CLAIM, tampered, gathered)).toMatchObject([
      { id: CLAIM, field, row, events, eventId },
    ]);
  });

  it('names the line of a statement that was tampered with', () => {
    const tampered = sampleStatementLine({ amount: 100_001 });
    expect(statementDivergences(OCTOBER, gathering, [tampered], gathered)).toMatchObject([
      {
        id: `${OCTOBER} line 1`,
        field: 'amount',
        row: '100001',
        events: '100000',
        eventId: `${OCTOBER}#2#0`,
      },
    ]);
    expect(statementDivergences(OCTOBER, gathering, [], gathered)).toMatchObject([
      { id: `${OCTOBER} line 1`, field: 'row', row: 'none', events: 'present' },
    ]);
  });

  it('finds a claim that no event speaks of, and one that has no row any more', () => {
    const invented = claimIdSchema.parse('900009-2026-27-development.started');
    expect(claimDivergences(invented, sampleClaim(), gathered)).toEqual([
      { id: invented, field: 'row', row: 'present', events: 'none' },
    ]);
    expect(claimDivergences(CLAIM, undefined, gathered)).toMatchObject([
      { id: CLAIM, field: 'row', row: 'none', events: 'present', eventId: `${of.participationId}#5#2` },
    ]);
  });

  it('does not mind that a statement’s claims are approved page by page, before it is issued', () => {
    const approved = ledgerOf(feedOf([...LIFE.slice(0, 4), [`${OCTOBER}#4#0`, 'StatementApproved', sealed]]));
    const row = { ...onStatement, status: 'approved' as const };
    expect(claimDivergences(CLAIM, row, approved)).toEqual([]);
    expect(claimDivergences(CLAIM, row, gathered)).toMatchObject([{ field: 'status', row: 'approved' }]);
  });
});
