import { paymentFileIdSchema } from '../../core/payment.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { paymentFileView } from '../support/views.ts';

/** GET /funding/payments/{id}: a payer's file, and how many of its chunks have been applied. */
export const handler = endpoint('read-payment-file', async ({ path }, deps) => {
  const id = paymentFileIdSchema.safeParse(path['id']);
  const file = id.success ? await deps.readPaymentFile(id.data) : undefined;
  return file ? { status: 200, body: paymentFileView(file) } : NOT_FOUND;
});
