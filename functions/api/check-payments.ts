import { endpoint } from '../support/endpoint.ts';
import { checkPayments } from '../use-cases/check-payments.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/payments/check, the payer's file as text/csv: what taking it in would do. Leaves nothing behind. */
export const handler = endpoint('check-payments', async ({ text, now }, deps) => {
  const result = await checkPayments({ text, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: result };
});
