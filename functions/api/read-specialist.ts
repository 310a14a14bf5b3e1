import { specialistIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { specialistView } from '../support/views.ts';

/** GET /specialists/{id}: one Specialist of the register, without the name. */
export const handler = endpoint('read-specialist', async ({ path }, deps) => {
  const id = specialistIdSchema.safeParse(path['id']);
  const specialist = id.success ? await deps.readSpecialist(id.data) : undefined;
  return specialist ? { status: 200, body: specialistView(specialist) } : NOT_FOUND;
});
