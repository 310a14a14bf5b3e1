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
import type { ItemId } from '../../core/statement-line.ts';
import { type Change, type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import { type JudgePaymentsDeps, judgePayments } from './judge-payments.ts';
import { paymentRows } from './payment-rows.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface AcceptPaymentsDeps extends JudgePaymentsDeps {
  readonly hash: Hash;
  readonly readPaymentFile: (id: PaymentFileId) => Promise<PaymentFile | undefined>;
  readonly readPaymentChunk: (id: PaymentFileId, number: number) => Promise<PaymentChunk | undefined>;
  readonly readPaymentsUnderWay: () => Promise<PaymentsUnderWay | undefined>;
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
    const rows = paymentRows(text);
    if (isRefusal(rows)) return rows;
    const underWay = await deps.readPaymentsUnderWay();
    const unapplied = await unappliedOf(underWay, deps);
    // Only now: what a file has applied since is on the statements' lines.
    const lines = await judgePayments(rows, await itemsOf(unapplied, deps), now, deps);
    if (isRefusal(lines)) return lines;
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

async function unappliedOf(
  underWay: PaymentsUnderWay | undefined,
  { readPaymentFile }: Pick<AcceptPaymentsDeps, 'readPaymentFile'>,
): Promise<PaymentFile[]> {
  const files = await Promise.all((underWay?.files ?? []).map(readPaymentFile));
  return files.flatMap((file) => (file?.status === 'accepted' ? [file] : []));
}

/** What these files pay. */
async function itemsOf(
  files: readonly PaymentFile[],
  { readPaymentChunk }: Pick<AcceptPaymentsDeps, 'readPaymentChunk'>,
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
