import { claimIdSchema, stopFormSchema } from '../../core/claim.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { claimView } from '../support/views.ts';
import { cancelClaim } from '../use-cases/cancel-claim.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/claims/{id}/cancellation: leaves the claim cancelled, and its slot taken for ever. */
export const handler = endpoint('cancel-claim', async ({ caller, path, body, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { reason } = stopFormSchema.parse(body);
  const result = await cancelClaim({ id: id.data, reason, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: claimView(result) };
});
