import { commit } from '../../adapters/dynamodb/commit.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import type { Claim } from '../../core/claim.ts';
import { actorSchema } from '../../core/codes.ts';
import { toInstant } from '../../core/instant.ts';
import type { Statement } from '../../core/statement.ts';
import { clawbackItem, itemIdSchema, type StatementLine } from '../../core/statement-line.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../local/messaging/local-account.ts';
import { LOCAL_TABLE } from '../../local/place.ts';
import { type Row, rowSchema } from '../../workflows/change.ts';
import type { Programme } from './programme.ts';
import { sampleClaim, sampleStatement, sampleStatementLine } from './sample-rows.ts';

/** Claims on statements, at whatever point a ruling is about; their history is not told, only how they stand. */

type Changes = Readonly<Record<string, unknown>>;

/** A payment that was made before. */
export const EARLIER_PAYMENT = {
  reference: 'BACS/0000',
  paidOn: '2026-11-25',
  fileId: `pf-${'0'.repeat(32)}`,
};

/** The first instalment of a school's Development year, £1,000. */
export const claimOf = (urn: string, changes: Changes = {}): Claim => {
  const participationId = `${urn}-2026-27-development`;
  return sampleClaim({
    id: `${participationId}.started`,
    participationId,
    urn,
    releasedBy: {
      askId: `${participationId}.declaration-started`,
      happenedOn: '2026-10-01',
      evidenceType: 'attendance-register',
      late: false,
    },
    ...changes,
  });
};

/** The same, paid in November on another statement. */
export const paidClaimOf = (urn: string, changes: Changes = {}): Claim =>
  claimOf(urn, {
    status: 'paid',
    listed: { statementId: 'statement-2026-09-origin', line: 1 },
    payment: EARLIER_PAYMENT,
    ...changes,
  });

/** What goes on a statement: a claim to be paid, a claim with an approved clawback, or an adjustment in pence. */
export type Listing = Claim | number;

const CLAWBACK = {
  status: 'approved',
  amount: 25_000,
  reason: 'Sample reason',
  proposedBy: 'finance.f',
  proposedAt: '2026-10-10T09:00:00.000Z',
  approvedBy: 'finance.g',
  approvedAt: '2026-10-11T09:00:00.000Z',
};

/** A paid claim of which £250 are to be recovered. */
export const clawedBackClaimOf = (urn: string): Claim => paidClaimOf(urn, { clawback: CLAWBACK });

/** A statement in this state with a line for each listing, and the claims as they stand on it. */
export function statementOf(
  status: Statement['status'],
  listings: readonly Listing[],
  changes: Changes = {},
): Row[] {
  const bare = sampleStatement({ status, ...changes });
  const listed = listings.map((listing, index) => listedOn(bare, index + 1, listing));
  const lines = listed.map(({ line }) => line);
  const counted = {
    lastLine: lines.length,
    lines: lines.length,
    total: lines.reduce((total, { amount }) => total + amount, 0),
    ...(status === 'issued' ? { unpaid: lines.filter(({ payment }) => !payment).length } : {}),
  };
  const statement = sampleStatement({ ...bare, ...counted, ...changes });
  return [statement, ...lines, ...listed.flatMap(({ claim }) => (claim ? [claim] : []))];
}

function listedOn(
  { id: statementId, status }: Statement,
  number: number,
  listing: Listing,
): { line: StatementLine; claim?: Claim } {
  const place = { statementId, line: number };
  if (typeof listing === 'number') {
    const line = sampleStatementLine({
      statementId,
      number,
      kind: 'adjustment',
      item: itemIdSchema.parse(`${statementId}.adjustment-${number}`),
      amount: listing,
      claim: undefined,
      adjustment: { reason: 'Sample reason', by: 'finance.f', at: '2026-11-02T09:00:00.000Z' },
    });
    return { line };
  }
  const { id, academicYear, stage, instalment, policyVersion, urn, clawback } = listing;
  const of = { statementId, number, urn, claim: { id, academicYear, stage, instalment, policyVersion } };
  if (clawback.status === 'approved') {
    const line = sampleStatementLine({
      ...of,
      kind: 'clawback',
      item: clawbackItem(id),
      amount: 0 - clawback.amount,
    });
    return { line, claim: sampleClaim({ ...listing, clawback: { ...clawback, listed: place } }) };
  }
  const { payment, amount } = listing;
  const standing = payment ? 'paid' : status === 'issued' ? 'approved' : 'on-statement';
  const line = sampleStatementLine({ ...of, item: id, amount, payment });
  return { line, claim: sampleClaim({ ...listing, status: standing, listed: place }) };
}

/** Puts rows into the table of a running programme, past its API; nothing is announced. */
export async function given({ host }: Programme, rows: readonly object[]): Promise<void> {
  const table = openTable(LOCAL_TABLE, {
    endpoint: host.dynamoAddress,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const change = {
    puts: rows.map((row) => rowSchema.parse(row)),
    events: [],
    at: toInstant('2026-11-02T09:00:00Z'),
    by: actorSchema.parse('test'),
  };
  const { outcome } = await commit(table, change);
  table.client.destroy();
  if (outcome !== 'committed') throw new Error('something of this is there already');
}
