import { claimIdSchema } from '../../core/claim.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { claimView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { releaseClaim } from '../use-cases/release-claim.ts';

/** POST /funding/claims/{id}/release: leaves a held claim waiting for the next statement. */
export const handler = endpoint('release-claim', async ({ caller, path, now }, deps) => {
  const id = claimIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await releaseClaim({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: claimView(result) };
});
