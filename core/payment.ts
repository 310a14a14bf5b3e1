import * as z from 'zod';
import { londonDateSchema } from './instant.ts';

/** `pf-` and the beginning of the SHA-256 of the payer's file: the same bytes are the same file. */
export const paymentFileIdSchema = z
  .string()
  .regex(/^pf-[0-9a-f]{32}$/)
  .brand<'PaymentFileId'>();
export type PaymentFileId = z.infer<typeof paymentFileIdSchema>;

/** The id of a file by its SHA-256. */
export const paymentFileIdOf = (hash: string): PaymentFileId =>
  paymentFileIdSchema.parse(`pf-${hash.slice(0, 32)}`);

/** The payer's own reference of a payment. A code, never a person: it travels in events. */
export const payerReferenceSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9/._-]{0,39}$/);

/** What the payer said of one line of a statement, and the file that said so. */
export const paymentSchema = z.strictObject({
  reference: payerReferenceSchema,
  paidOn: londonDateSchema,
  fileId: paymentFileIdSchema,
});
export type Payment = z.infer<typeof paymentSchema>;
