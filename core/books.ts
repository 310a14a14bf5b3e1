import type { Claim } from './claim.ts';
import {
  type ClaimStory,
  claimIn,
  type Ledger,
  NOTHING_TOLD,
  type StatementStory,
  statementIn,
  type Told,
} from './ledger.ts';
import type { Divergence } from './reconciliation.ts';
import type { Statement } from './statement.ts';
import type { StatementId } from './statement-id.ts';
import type { StatementLine } from './statement-line.ts';

/** The rows that money is kept in, held against the books that the events make: field by field, to the penny. */

/** A divergence with its place in the feed: that of the event on which the events' side stands. */
export interface Found extends Divergence {
  readonly sequence?: number | undefined;
}

/** Where a claim's row and its events differ. Either may be missing altogether. */
export function claimDivergences(id: Claim['id'], row: Claim | undefined, ledger: Ledger): Found[] {
  const events = claimIn(ledger, id);
  if (!row || !events) return missing(id, row, events?.amount);
  const story = storyOfClaim(row);
  // While a statement is issued page after page its claims are approved before StatementIssued says so of all.
  const isBeingIssued =
    row.listed && statementIn(ledger, row.listed.statementId)?.fields.status.value === 'approved';
  const ahead = isBeingIssued && row.status === 'approved' && events.status.value === 'on-statement';
  return differences(id, ahead ? { ...story, status: 'on-statement' } : story, events);
}

/** Where a statement's row, or one of its lines, and its events differ. */
export function statementDivergences(
  id: StatementId,
  row: Statement | undefined,
  lines: readonly StatementLine[],
  ledger: Ledger,
): Found[] {
  const events = statementIn(ledger, id);
  if (!row || !events) return missing(id, row, events?.fields.status);
  const stored = storyOfStatement(row, lines);
  const numbers = [...new Set([...stored.lines.keys(), ...events.lines.keys()])].sort(
    (one, two) => one - two,
  );
  return [
    ...numbers.flatMap((number) => {
      const [line, known] = [stored.lines.get(number), events.lines.get(number)];
      const name = `${id} line ${number}`;
      return line && known ? differences(name, line, known) : missing(name, line, known?.amount);
    }),
    ...differences(id, stored.fields, events.fields),
  ];
}

const amountOf = (value: string | number | undefined): string => String(value ?? NOTHING_TOLD);

/** A claim's row in the words of the ledger. */
export function storyOfClaim(row: Claim): ClaimStory<string> {
  const { clawback } = row;
  const placeOf = (listed: Claim['listed']) => amountOf(listed && `${listed.statementId} ${listed.line}`);
  return {
    hub: row.hub,
    academicYear: row.academicYear,
    stage: row.stage,
    amount: amountOf(row.amount),
    status: row.status,
    line: placeOf(row.listed),
    reference: amountOf(row.payment?.reference),
    clawback: clawback.status,
    clawbackAmount: amountOf('amount' in clawback ? clawback.amount : undefined),
    clawbackLine: placeOf('listed' in clawback ? clawback.listed : undefined),
    clawbackReference: amountOf('recovery' in clawback ? clawback.recovery.reference : undefined),
  };
}

/** A statement's rows in the words of the ledger. The seal stands on the row; what the lines say of it, verification does. */
function storyOfStatement(row: Statement, lines: readonly StatementLine[]): StatementStory<string> {
  const counting = lines.filter(({ removed }) => !removed);
  return {
    fields: {
      hub: row.hub,
      status: row.status,
      lines: amountOf(row.lines),
      total: amountOf(row.total),
      unpaid: amountOf(row.unpaid),
      seal: amountOf(row.seal),
    },
    lines: new Map(
      counting.map(({ number, item, kind, amount, payment }) => [
        number,
        { item, kind, amount: amountOf(amount), reference: amountOf(payment?.reference) },
      ]),
    ),
  };
}

function differences<Field extends string>(
  id: string,
  row: Readonly<Record<Field, string>>,
  events: Readonly<Record<Field, Told>>,
): Found[] {
  const fields = Object.keys(row).filter((field): field is Field => field in events);
  return fields.flatMap((field) => {
    const { value, by } = events[field];
    return value === row[field] ? [] : [found(id, field, row[field], value, by)];
  });
}

/** Only one of the two sides knows it at all. */
function missing(id: string, row: object | undefined, events: Told | undefined): Found[] {
  if (!row && !events) return [];
  return [found(id, 'row', row ? 'present' : NOTHING_TOLD, events ? 'present' : NOTHING_TOLD, events?.by)];
}

const found = (id: string, field: string, row: string, events: string, by: Told['by']): Found => ({
  id,
  field,
  row,
  events,
  ...(by ? { eventId: by.eventId, sequence: by.sequence } : {}),
});
