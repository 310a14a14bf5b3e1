import * as z from 'zod';
import { actorSchema } from './codes.ts';
import { instantSchema } from './instant.ts';
import { moves } from './moves.ts';
import { paymentFileIdSchema, paymentSchema } from './payment.ts';
import { signedPenceSchema } from './pence.ts';
import { statementIdSchema } from './statement-id.ts';
import { itemIdSchema } from './statement-line.ts';

/** The columns of the payer's file, in whatever order. Amounts in pounds as `poundsOf` writes them, with their sign. */
export const PAYMENT_COLUMNS = ['item', 'amount', 'reference', 'paid_on'] as const;

/** Lines in a chunk: what one delivery of the queue applies, well within a function's time. */
export const LINES_PER_CHUNK = 300;
/** Lines in a file: with its chunks, an event for each, and what is under way, it still fits one transaction of 100 writes. */
export const MOST_PAYMENT_LINES = 14_000;

export const paymentFileStatusSchema = z.enum(['accepted', 'applied']);
export const PAYMENT_FILE_MOVES = moves('payment file', paymentFileStatusSchema.options, {
  'apply-chunk': { from: ['accepted'], to: 'accepted' },
  finish: { from: ['accepted'], to: 'applied' },
});

/** The payer's response as it was accepted: whole, or not at all. */
export const paymentFileSchema = z.strictObject({
  type: z.literal('payment-file'),
  version: z.int().positive(),
  id: paymentFileIdSchema,
  status: paymentFileStatusSchema,
  lines: z.int().positive(),
  /** Pence, of all its lines. */
  total: signedPenceSchema,
  chunks: z.int().positive(),
  /** Chunks whose every line has been applied. */
  applied: z.int().nonnegative(),
  uploadedAt: instantSchema,
  uploadedBy: actorSchema,
});
export type PaymentFile = z.infer<typeof paymentFileSchema>;

/** A line of the payer's file. */
export const paymentLineSchema = z.strictObject({
  item: itemIdSchema,
  /** Where the item was found when the file was judged. */
  statementId: statementIdSchema,
  line: z.int().positive(),
  amount: signedPenceSchema,
  ...paymentSchema.omit({ fileId: true }).shape,
});
export type PaymentLine = z.infer<typeof paymentLineSchema>;

/** Some of a file's lines, in its order. */
export const paymentChunkSchema = z.strictObject({
  type: z.literal('payment-chunk'),
  version: z.int().positive(),
  fileId: paymentFileIdSchema,
  /** 1, 2, 3 … */
  number: z.int().positive(),
  applied: z.boolean(),
  lines: z.array(paymentLineSchema).min(1).max(LINES_PER_CHUNK),
});
export type PaymentChunk = z.infer<typeof paymentChunkSchema>;

/**
 * The files whose lines may not all have been applied: one row for the whole programme, which every file that is taken
 * puts anew. So no two are judged at the same time, and of two that name the same item only one is found good.
 */
export const paymentsUnderWaySchema = z.strictObject({
  type: z.literal('payments-under-way'),
  version: z.int().positive(),
  files: z.array(paymentFileIdSchema),
});
export type PaymentsUnderWay = z.infer<typeof paymentsUnderWaySchema>;
