import type { Instant } from '../../core/instant.ts';
import type { PaymentFileId } from '../../core/payment.ts';
import type { PaymentChunk, PaymentFile, PaymentLine, PaymentsUnderWay } from '../../core/payment-file.ts';
import type { ItemId } from '../../core/statement-line.ts';
import { type JudgePaymentsDeps, judgePayments } from './judge-payments.ts';
import { paymentRows } from './payment-rows.ts';
import { isRefusal, type Refusal } from './refusal.ts';

export interface JudgePaymentFileDeps extends JudgePaymentsDeps {
  readonly readPaymentFile: (id: PaymentFileId) => Promise<PaymentFile | undefined>;
  readonly readPaymentChunk: (id: PaymentFileId, number: number) => Promise<PaymentChunk | undefined>;
  readonly readPaymentsUnderWay: () => Promise<PaymentsUnderWay | undefined>;
}

/** A payer's file that can be taken as things stand, and the files beside which it would be applied. */
export interface JudgedPaymentFile {
  readonly lines: readonly PaymentLine[];
  readonly underWay: PaymentsUnderWay | undefined;
  readonly unapplied: readonly PaymentFile[];
}

/** Reads a payer's file and holds it against the statements and the files under way: as it is to be applied, or all its problems. */
export async function judgePaymentFile(
  text: string,
  now: Instant,
  deps: JudgePaymentFileDeps,
): Promise<JudgedPaymentFile | Refusal> {
  const rows = paymentRows(text);
  if (isRefusal(rows)) return rows;
  const underWay = await deps.readPaymentsUnderWay();
  const unapplied = await unappliedOf(underWay, deps);
  // Only now: what a file has applied since is on the statements' lines.
  const lines = await judgePayments(rows, await itemsOf(unapplied, deps), now, deps);
  return isRefusal(lines) ? lines : { lines, underWay, unapplied };
}

async function unappliedOf(
  underWay: PaymentsUnderWay | undefined,
  { readPaymentFile }: Pick<JudgePaymentFileDeps, 'readPaymentFile'>,
): Promise<PaymentFile[]> {
  const files = await Promise.all((underWay?.files ?? []).map(readPaymentFile));
  return files.flatMap((file) => (file?.status === 'accepted' ? [file] : []));
}

/** What these files pay. */
async function itemsOf(
  files: readonly PaymentFile[],
  { readPaymentChunk }: Pick<JudgePaymentFileDeps, 'readPaymentChunk'>,
): Promise<ReadonlySet<ItemId>> {
  const items = new Set<ItemId>();
  for (const { id, chunks } of files) {
    for (let number = 1; number <= chunks; number += 1) {
      const chunk = await readPaymentChunk(id, number);
      for (const { item } of chunk?.lines ?? []) items.add(item);
    }
  }
  return items;
}
