import { NO_HUB } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import { type PaymentFileId, paymentFileIdOf } from '../../core/payment.ts';
import {
  LINES_PER_CHUNK,
  type PaymentChunk,
  type PaymentFile,
  type PaymentLine,
  type PaymentsUnderWay,
} from '../../core/payment-file.ts';
import { balanceOf } from '../../core/pence.ts';
import type { Hash } from '../../core/seal.ts';
import { type Change, type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import { type JudgePaymentFileDeps, judgePaymentFile } from './judge-payment-file.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface AcceptPaymentsDeps extends JudgePaymentFileDeps {
  readonly hash: Hash;
  readonly commit: Commit;
}

export interface AcceptPayments {
  /** The payer's file, as it came. */
  readonly text: string;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Takes the payer's file in, whole or not at all: one row for the file, its lines in chunks, and an event for each chunk,
 * which applies it. The same file again is the same file, whatever has become of it.
 */
export function acceptPayments(
  input: AcceptPayments,
  deps: AcceptPaymentsDeps,
): Promise<PaymentFile | Refusal> {
  const { text, now } = input;
  const id = paymentFileIdOf(deps.hash(text));
  return tryAgain(async () => {
    const before = await deps.readPaymentFile(id);
    if (before) return before;
    const judged = await judgePaymentFile(text, now, deps);
    if (isRefusal(judged)) return judged;
    const { lines, underWay, unapplied } = judged;
    const chunks = chunksOf(id, lines);
    const file = fileOf(id, lines, chunks.length, input);
    const files = [...unapplied.map((each) => each.id), id];
    const next: PaymentsUnderWay = underWay
      ? changed(underWay, { files })
      : { type: 'payments-under-way', version: 1, files };
    const { outcome } = await deps.commit(acceptance(file, chunks, next));
    return outcome === 'committed' ? file : undefined;
  });
}

function chunksOf(fileId: PaymentFileId, lines: readonly PaymentLine[]): PaymentChunk[] {
  const count = Math.ceil(lines.length / LINES_PER_CHUNK);
  return Array.from({ length: count }, (_, index) => ({
    type: 'payment-chunk',
    version: 1,
    fileId,
    number: index + 1,
    applied: false,
    lines: lines.slice(index * LINES_PER_CHUNK, (index + 1) * LINES_PER_CHUNK),
  }));
}

function fileOf(
  id: PaymentFileId,
  lines: readonly PaymentLine[],
  chunks: number,
  { caller, now }: AcceptPayments,
): PaymentFile {
  return {
    type: 'payment-file',
    version: 1,
    id,
    status: 'accepted',
    lines: lines.length,
    total: balanceOf(lines.map(({ amount }) => amount)),
    chunks,
    applied: 0,
    uploadedAt: now,
    uploadedBy: caller.actor,
  };
}

function acceptance(file: PaymentFile, chunks: readonly PaymentChunk[], underWay: PaymentsUnderWay): Change {
  const { id: fileId, version: subjectVersion, lines, total } = file;
  const announcements: Announcement[] = [
    { type: 'PaymentFileAccepted', data: { fileId, lines, total, chunks: chunks.length } },
    ...chunks.map(({ number }) => ({ type: 'PaymentChunkDue' as const, data: { fileId, chunk: number } })),
  ];
  return {
    puts: [file, ...chunks, underWay],
    events: [{ subject: fileId, subjectVersion, hub: NO_HUB, announcements }],
    at: file.uploadedAt,
    by: file.uploadedBy,
  };
}
