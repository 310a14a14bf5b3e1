import type { Instant } from '../../core/instant.ts';
import { type PaymentFileId, paymentFileIdOf } from '../../core/payment.ts';
import { balanceOf, type SignedPence } from '../../core/pence.ts';
import type { Hash } from '../../core/seal.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { type JudgePaymentFileDeps, judgePaymentFile } from './judge-payment-file.ts';
import { isRefusal, type Refusal } from './refusal.ts';

export interface CheckPaymentsDeps extends JudgePaymentFileDeps {
  readonly hash: Hash;
}

/** What taking in a payer's file would do; amounts in pence. */
export interface CheckedPayments {
  readonly id: PaymentFileId;
  /** The very same file was taken in before: again, it changes nothing. */
  readonly known: boolean;
  readonly lines: number;
  readonly total: number;
  /** What it pays of each statement; nothing of a file that is known. */
  readonly statements: readonly {
    readonly id: StatementId;
    readonly lines: number;
    readonly total: SignedPence;
  }[];
}

/** Judges a payer's file exactly as it would be judged when it is taken in, and keeps nothing. */
export async function checkPayments(
  { text, now }: { readonly text: string; readonly now: Instant },
  deps: CheckPaymentsDeps,
): Promise<CheckedPayments | Refusal> {
  const id = paymentFileIdOf(deps.hash(text));
  const before = await deps.readPaymentFile(id);
  if (before) return { id, known: true, lines: before.lines, total: before.total, statements: [] };
  const judged = await judgePaymentFile(text, now, deps);
  if (isRefusal(judged)) return judged;
  const { lines } = judged;
  const byStatement = Map.groupBy(lines, ({ statementId }) => statementId);
  return {
    id,
    known: false,
    lines: lines.length,
    total: balanceOf(lines.map(({ amount }) => amount)),
    statements: [...byStatement].map(([statementId, group]) => ({
      id: statementId,
      lines: group.length,
      total: balanceOf(group.map(({ amount }) => amount)),
    })),
  };
}
