import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { participationView } from '../support/views.ts';
import { deferTraining } from '../use-cases/defer-training.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /participations/{id}/deferral: leaves a training year closed as paused, and a row that goes on a year later. */
export const handler = endpoint('defer-training', async ({ caller, path, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await deferTraining({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: participationView(result) };
});
