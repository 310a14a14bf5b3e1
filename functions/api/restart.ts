import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { restart } from '../use-cases/restart.ts';

/** POST /participations/{id}/restart, by an admin: leaves a new generation whose execution is about to start. */
export const handler = endpoint('restart', async ({ caller, path, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await restart({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 202, body: result };
});
