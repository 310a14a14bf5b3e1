import { claimIdSchema, clawbackFormSchema } from '../../core/claim.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { claimView } from '../support/views.ts';
import { proposeClawback } from '../use-cases/propose-clawback.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/claims/{id}/clawback: leaves a proposal for a second person to decide on. */
export const handler = endpoint('propose-clawback', async ({ caller, path, body, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { amount, reason } = clawbackFormSchema.parse(body);
  const result = await proposeClawback({ id: id.data, amount, reason, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: claimView(result) };
});
