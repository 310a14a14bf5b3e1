import { claimIdSchema, stopFormSchema } from '../../core/claim.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { claimView } from '../support/views.ts';
import { holdClaim } from '../use-cases/hold-claim.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/claims/{id}/hold: leaves the claim held, and its line taken off a statement that is open. */
export const handler = endpoint('hold-claim', async ({ caller, path, body, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { reason } = stopFormSchema.parse(body);
  const result = await holdClaim({ id: id.data, reason, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: claimView(result) };
});
