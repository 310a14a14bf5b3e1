import * as z from 'zod';
import { enrolmentIdSchema } from '../../core/codes.ts';
import { advocateSchema, contactSchema } from '../../core/enrolment.ts';
import { reason } from '../../core/reason.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { correctContacts } from '../use-cases/correct-contacts.ts';
import { isRefusal, type Refusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({
  headteacher: contactSchema.optional(),
  people: z.array(advocateSchema).min(1).max(20).optional(),
  teacher: contactSchema.optional(),
});

const NOBODY_NAMED: Refusal = {
  refused: [reason('required', '', 'Name the head, the people, or the teacher.')],
};

/** POST /enrolments/{id}/corrections: leaves the enrolment with the people as they are now named. */
export const handler = endpoint('correct-contacts', async ({ caller, path, body, now }, deps) => {
  const id = enrolmentIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const correction = bodySchema.parse(body);
  if (Object.values(correction).every((named) => named === undefined)) return NOBODY_NAMED;
  const result = await correctContacts({ id: id.data, correction, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: { id: result.id, form: result.form } };
});
