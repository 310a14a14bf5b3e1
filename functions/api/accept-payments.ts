import { endpoint } from '../support/endpoint.ts';
import { paymentFileView } from '../support/views.ts';
import { acceptPayments } from '../use-cases/accept-payments.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/payments, the payer's file as text/csv: leaves it accepted, and its chunks on their way to be applied. */
export const handler = endpoint('accept-payments', async ({ caller, text, now }, deps) => {
  const result = await acceptPayments({ text, caller, now }, deps);
  return isRefusal(result) ? result : { status: 202, body: paymentFileView(result) };
});
