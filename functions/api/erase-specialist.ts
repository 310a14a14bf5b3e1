import { specialistIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { specialistView } from '../support/views.ts';
import { eraseSpecialist } from '../use-cases/erase-specialist.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /specialists/{id}/erasure, by an admin: leaves the fact of the accreditation without the person. */
export const handler = endpoint('erase-specialist', async ({ caller, path, now }, deps) => {
  const id = specialistIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await eraseSpecialist({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: specialistView(result, now) };
});
