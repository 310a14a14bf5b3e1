import type { Claim, ClaimId } from '../../core/claim.ts';
import { type Instant, londonDateSchema } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { payerReferenceSchema } from '../../core/payment.ts';
import type { PaymentLine } from '../../core/payment-file.ts';
import { penceIn, poundsOf } from '../../core/pence.ts';
import { type Reason, type ReasonCode, reason } from '../../core/reason.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { type ItemId, itemIdSchema, partsOfItem, type StatementLine } from '../../core/statement-line.ts';
import type { PaymentRow } from './payment-rows.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface JudgePaymentsDeps {
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
}

type Place = Pick<PaymentLine, 'statementId' | 'line'>;
/** A line of a statement that a row of the file names, with how the statement stands. */
interface Found {
  readonly statement: Statement;
  readonly line: StatementLine;
}

/** A wrong file may be wrong on every line, and its refusal must still be an answer that can be sent. */
const MOST_PROBLEMS = 1000;
/** Claims that are read at once: it is the round trips that a file waits for. */
const AT_ONCE = 40;

/**
 * Holds every row of the payer's file against the statements, and against what other files are about to pay: the lines as they are to be applied, or every problem of
 * every row (the first thousand), each under `lines.<line of the file>.<column>`.
 */
export async function judgePayments(
  rows: readonly PaymentRow[],
  underWay: ReadonlySet<ItemId>,
  now: Instant,
  deps: JudgePaymentsDeps,
): Promise<readonly PaymentLine[] | Refusal> {
  const found = await findAll(rows, deps);
  const seen = new Set<string>();
  const judged = rows.map((row, index) => {
    const repeated = seen.has(row.cells.item);
    seen.add(row.cells.item);
    const at = found[index];
    return judge(row, repeated, at && { ...at, paid: isPaid(at.line, underWay) }, now);
  });
  const problems = judged.flatMap((each) => ('problems' in each ? each.problems : []));
  return (
    refusalOf(problems.slice(0, MOST_PROBLEMS)) ??
    judged.flatMap((each) => ('problems' in each ? [] : [each.line]))
  );
}

function judge(
  { line: at, cells }: PaymentRow,
  repeated: boolean,
  found: (Found & { readonly paid: boolean }) | undefined,
  now: Instant,
): { line: PaymentLine } | { problems: Reason[] } {
  const problems: Reason[] = [];
  const wrong = (code: ReasonCode, column: keyof PaymentRow['cells'], detail: string) => {
    problems.push(reason(code, `lines.${at}.${column}`, `Line ${at}: ${detail}`));
  };
  const amount = penceIn(cells.amount);
  const reference = payerReferenceSchema.safeParse(cells.reference);
  const paidOn = londonDateSchema.safeParse(cells.paid_on);

  if (!found) wrong('item-unknown', 'item', 'no statement has this item.');
  else if (repeated) wrong('item-repeated', 'item', 'the item stands on an earlier line of the file.');
  else if (found.paid) wrong('item-already-paid', 'item', 'the item was paid already.');
  else if (!isPayable(found.statement)) {
    wrong('item-not-approved', 'item', `${found.statement.id} has not been issued.`);
  }
  if (amount === undefined) wrong('invalid-format', 'amount', 'pounds are written 1000.00 or -250.50.');
  else if (found && amount !== found.line.amount) {
    wrong('amount-differs', 'amount', `the statement says ${poundsOf(found.line.amount)}.`);
  }
  if (!reference.success) wrong('invalid-format', 'reference', 'up to 40 letters, digits and / . _ -');
  if (!paidOn.success) wrong('invalid-format', 'paid_on', 'a date is written 2026-11-25.');
  else if (paidOn.data > londonDateOf(now)) wrong('paid-in-future', 'paid_on', 'the date is in the future.');

  if (problems.length > 0 || !found || !reference.success || !paidOn.success) return { problems };
  const { item, statementId, number } = found.line;
  return {
    line: {
      item,
      statementId,
      line: number,
      amount: found.line.amount,
      reference: reference.data,
      paidOn: paidOn.data,
    },
  };
}

/** The payer said so before, or in a file that is still being applied. */
const isPaid = ({ payment, item }: StatementLine, underWay: ReadonlySet<ItemId>): boolean =>
  payment !== undefined || underWay.has(item);

/** Paid in part or not at all: what is issued is what the payer was told to pay. */
const isPayable = ({ status }: Statement): boolean => status === 'issued' || status === 'paid';

/** The line that each row names, on whichever statement it is; each statement is read once. */
async function findAll(rows: readonly PaymentRow[], deps: JudgePaymentsDeps): Promise<(Found | undefined)[]> {
  const places = await inSlices(rows, ({ cells }) => placeOf(cells.item, deps));
  const ids = [...new Set(places.flatMap((place) => (place ? [place.statementId] : [])))];
  const statements = await inSlices(ids, async (id) => {
    const [statement, lines] = await Promise.all([deps.readStatement(id), deps.linesOf(id)]);
    return { id, statement, lines: new Map(lines.map((line) => [line.number, line])) };
  });
  const byId = new Map(statements.map((each) => [each.id, each]));
  return rows.map(({ cells }, index) => {
    const place = places[index];
    const { statement, lines } = (place && byId.get(place.statementId)) ?? {};
    const line = place && lines?.get(place.line);
    return statement && line && line.item === cells.item && !line.removed ? { statement, line } : undefined;
  });
}

/** Where an item stands, as its claim says, or the item itself; undefined where it is on no statement. */
async function placeOf(text: string, { readClaim }: JudgePaymentsDeps): Promise<Place | undefined> {
  const item = itemIdSchema.safeParse(text);
  const parts = item.success ? partsOfItem(item.data) : undefined;
  if (!parts || parts.kind === 'adjustment') return parts;
  const claim = await readClaim(parts.claimId);
  if (parts.kind === 'claim') return claim?.listed;
  return claim && 'listed' in claim.clawback ? claim.clawback.listed : undefined;
}

async function inSlices<Value, Result>(
  values: readonly Value[],
  work: (value: Value) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < values.length; from += AT_ONCE) {
    results.push(...(await Promise.all(values.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}
