import { type Claim, type ClaimId, PAYMENT_MOVES } from '../../core/claim.ts';
import type { Actor } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Payment, PaymentFileId } from '../../core/payment.ts';
import type { PaymentLine } from '../../core/payment-file.ts';
import { STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { type ItemId, partsOfItem, type StatementLine } from '../../core/statement-line.ts';
import { type Change, type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface ApplyPaymentDeps {
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly readStatementLine: (id: StatementId, number: number) => Promise<StatementLine | undefined>;
  readonly commit: Commit;
}

export interface ApplyPayment {
  readonly fileId: PaymentFileId;
  readonly line: PaymentLine;
  readonly at: Instant;
  readonly by: Actor;
}

/** What was found good when its file was taken in is no longer there to be paid: a defect, for only files pay. */
export class NotPayable extends Error {
  override readonly name = 'NotPayable';
}

/**
 * Applies one line of the payer's file: the statement's line bears the payment, the claim is paid or its clawback
 * recovered, and the last line settles the statement, all in one change. A line that bears it already stays as it is.
 * Throws NotPayable.
 */
export function applyPayment(input: ApplyPayment, deps: ApplyPaymentDeps): Promise<'applied' | 'present'> {
  const { fileId, at, by } = input;
  const { statementId, line: number, item, amount, reference, paidOn } = input.line;
  const payment: Payment = { reference, paidOn, fileId };
  return tryAgain(async () => {
    // In this order: where the line is found unpaid, neither claim nor statement was read as it is once it is paid.
    const [statement, claim] = await Promise.all([deps.readStatement(statementId), claimOf(item, deps)]);
    const line = await deps.readStatementLine(statementId, number);
    if (line?.payment?.fileId === fileId) return 'present';
    const expected = line?.item === item && line.amount === amount && !line.removed && !line.payment;
    if (!statement?.unpaid || !line || !expected) throw new NotPayable(`${fileId} names ${item}`);
    const settled = settledBy(statement, statement.unpaid - 1, at);
    const after = claim && claimAfter(claim, line, payment);
    const { outcome } = await deps.commit({
      puts: [settled, changed(line, { payment }), ...(after ? [after] : [])],
      events: eventsOf(settled, line, payment, after),
      at,
      by,
    });
    return outcome === 'committed' ? 'applied' : undefined;
  });
}

/** The claim of an item; none where it is an adjustment. */
async function claimOf(item: ItemId, { readClaim }: ApplyPaymentDeps): Promise<Claim | undefined> {
  const parts = partsOfItem(item);
  if (parts?.kind === 'adjustment') return undefined;
  const claim = parts && (await readClaim(parts.claimId));
  if (!claim) throw new NotPayable(`${item} has no claim`);
  return claim;
}

function settledBy(statement: Statement, unpaid: number, at: Instant): Statement {
  if (unpaid > 0) return changed(statement, { unpaid });
  const status = STATEMENT_MOVES.after('settle', statement.status);
  return changed(statement, { unpaid, status, paidAt: at });
}

/** The claim once its line bears the payment: paid, or its clawback recovered. */
function claimAfter(claim: Claim, { kind, item }: StatementLine, payment: Payment): Claim {
  if (kind === 'claim') {
    return changed(claim, { status: PAYMENT_MOVES.after('pay', claim.status), payment });
  }
  const { clawback } = claim;
  if (clawback.status !== 'approved' || !clawback.listed) throw new NotPayable(`${item} is on no statement`);
  const { listed } = clawback;
  return changed(claim, { clawback: { ...clawback, listed, status: 'recovered', recovery: payment } });
}

function eventsOf(
  statement: Statement,
  { number: line, kind, item, amount }: StatementLine,
  payment: Payment,
  claim: Claim | undefined,
): Change['events'] {
  const { id: statementId, lines, total } = statement;
  const ofStatement: Announcement[] = [
    ...(claim
      ? []
      : [
          {
            type: 'StatementAdjustmentPaid' as const,
            data: { statementId, line, kind, item, amount, ...payment },
          },
        ]),
    ...(statement.status === 'paid'
      ? [{ type: 'StatementPaid' as const, data: { statementId, lines, total } }]
      : []),
  ];
  const told = ofStatement.length > 0 ? [announceStatement(statement, ...ofStatement)] : [];
  if (!claim) return told;
  const { id, urn, hub, version: subjectVersion, clawback } = claim;
  const settled = { claimId: id, urn, statementId, line, ...payment };
  const announcement: Announcement =
    clawback.status === 'recovered'
      ? { type: 'ClawbackRecovered', data: { ...settled, amount: clawback.amount } }
      : { type: 'ClaimPaid', data: { ...settled, amount: claim.amount } };
  return [{ subject: id, subjectVersion, hub, announcements: [announcement] }, ...told];
}
