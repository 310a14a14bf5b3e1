import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { participationView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { reopenYear } from '../use-cases/reopen-year.ts';

/** POST /participations/{id}/reopening, by an admin: leaves an undecided year active again, its hub asked anew. */
export const handler = endpoint('reopen-year', async ({ caller, path, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await reopenYear({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: participationView(result) };
});
