import { claimIdSchema, clawbackDecisionSchema } from '../../core/claim.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { claimView } from '../support/views.ts';
import { decideClawback } from '../use-cases/decide-clawback.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/claims/{id}/clawback/approval, by a second person: leaves the clawback approved, or none. */
export const handler = endpoint('decide-clawback', async ({ caller, path, body, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { decision } = clawbackDecisionSchema.parse(body);
  const result = await decideClawback({ id: id.data, decision, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: claimView(result) };
});
