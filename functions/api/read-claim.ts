import { claimIdSchema } from '../../core/claim.ts';
import { claimExplanationView } from '../support/claim-explanation-view.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { explainClaim } from '../use-cases/explain-claim.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** GET /funding/claims/{id}: why it was paid, or is not yet: also for an instalment that was not released so far. */
export const handler = endpoint('read-claim', async ({ caller, path, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const explained = await explainClaim({ id: id.data, caller, now }, deps);
  return isRefusal(explained)
    ? explained
    : { status: 200, body: claimExplanationView(id.data, explained, caller) };
});
