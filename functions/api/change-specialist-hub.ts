import * as z from 'zod';
import { hubCodeSchema, specialistIdSchema } from '../../core/codes.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { specialistView } from '../support/views.ts';
import { changeSpecialistHub } from '../use-cases/change-specialist-hub.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({ hub: hubCodeSchema, from: londonDateSchema });

/** POST /specialists/{id}/hub, by an admin: leaves the Specialist, and the years that are live, with another hub. */
export const handler = endpoint('change-specialist-hub', async ({ caller, path, body, now }, deps) => {
  const id = specialistIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await changeSpecialistHub({ id: id.data, ...bodySchema.parse(body), caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: specialistView(result, now) };
});
