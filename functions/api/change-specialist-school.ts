import * as z from 'zod';
import { specialistIdSchema, urnSchema } from '../../core/codes.ts';
import { contactSchema } from '../../core/enrolment.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { specialistView } from '../support/views.ts';
import { changeSpecialistSchool } from '../use-cases/change-specialist-school.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({
  urn: urnSchema,
  from: londonDateSchema,
  schoolAgreed: z.boolean(),
  headteacher: contactSchema.optional(),
});

/** POST /specialists/{id}/school: leaves the Specialist at another school, periods dated, with the years that are live. */
export const handler = endpoint('change-specialist-school', async ({ caller, path, body, now }, deps) => {
  const id = specialistIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const change = bodySchema.parse(body);
  const result = await changeSpecialistSchool({ id: id.data, change, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: specialistView(result, now) };
});
