import type { Actor } from '../../core/codes.ts';
import { NO_HUB } from '../../core/hub.ts';
import type { Instant } from '../../core/instant.ts';
import type { PaymentFileId } from '../../core/payment.ts';
import { PAYMENT_FILE_MOVES, type PaymentChunk, type PaymentFile } from '../../core/payment-file.ts';
import { type Change, changed } from '../../workflows/change.ts';
import { type ApplyPaymentDeps, applyPayment } from './apply-payment.ts';
import { tryAgain } from './try-again.ts';

export interface ApplyPaymentsDeps extends ApplyPaymentDeps {
  readonly readPaymentFile: (id: PaymentFileId) => Promise<PaymentFile | undefined>;
  readonly readPaymentChunk: (id: PaymentFileId, number: number) => Promise<PaymentChunk | undefined>;
}

export interface ApplyPayments {
  readonly fileId: PaymentFileId;
  readonly chunk: number;
  readonly at: Instant;
  readonly by: Actor;
}

/**
 * Applies a chunk of the payer's file, line by line, and then says so on the chunk and on the file. Broken off anywhere,
 * done twice or at the same time by two, it pays every line once: the lines say what is left to do.
 */
export async function applyPayments(input: ApplyPayments, deps: ApplyPaymentsDeps): Promise<void> {
  const { fileId, chunk: number, at, by } = input;
  const { chunk } = await readBoth(input, deps);
  if (chunk.applied) return;
  for (const line of chunk.lines) await applyPayment({ fileId, line, at, by }, deps);
  await tryAgain(async () => {
    const both = await readBoth({ fileId, chunk: number }, deps);
    if (both.chunk.applied) return 'done';
    const { outcome } = await deps.commit(completion(both, at, by));
    return outcome === 'committed' ? 'done' : undefined;
  });
}

async function readBoth(
  { fileId, chunk: number }: Pick<ApplyPayments, 'fileId' | 'chunk'>,
  deps: ApplyPaymentsDeps,
): Promise<{ file: PaymentFile; chunk: PaymentChunk }> {
  const [file, chunk] = await Promise.all([
    deps.readPaymentFile(fileId),
    deps.readPaymentChunk(fileId, number),
  ]);
  if (!file || !chunk) throw new Error(`there is no chunk ${number} of ${fileId}`);
  return { file, chunk };
}

/** The chunk is applied; with the last one, the file is. */
function completion(
  { file, chunk }: { readonly file: PaymentFile; readonly chunk: PaymentChunk },
  at: Instant,
  by: Actor,
): Change {
  const applied = file.applied + 1;
  const last = applied === file.chunks;
  const status = PAYMENT_FILE_MOVES.after(last ? 'finish' : 'apply-chunk', file.status);
  const next = changed(file, { applied, status });
  const { id: fileId, version: subjectVersion } = next;
  const announcements = [{ type: 'PaymentFileApplied' as const, data: { fileId } }];
  return {
    puts: [changed(chunk, { applied: true }), next],
    events: last ? [{ subject: fileId, subjectVersion, hub: NO_HUB, announcements }] : [],
    at,
    by,
  };
}
