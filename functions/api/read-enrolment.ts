import { enrolmentIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { maySee } from '../use-cases/caller.ts';

/** GET /enrolments/{id}: the form as it was accepted, people included, to its own hub; or what was refused, and why. */
export const handler = endpoint('read-enrolment', async ({ caller, path }, deps) => {
  const id = enrolmentIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const [enrolment, refused] = await Promise.all([
    deps.readEnrolment(id.data),
    deps.readRefusedAttempt(id.data),
  ]);
  const found = enrolment ?? refused;
  if (!found || !maySee(caller, found.hub)) return NOT_FOUND;
  const { type, version, submittedBy, ...shown } = found;
  return { status: 200, body: { ...shown, status: enrolment ? 'accepted' : 'refused' } };
});
