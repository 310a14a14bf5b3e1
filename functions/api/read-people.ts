import { participantsOf } from '../../core/enrolment.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { maySee } from '../use-cases/caller.ts';

/**
 * GET /participations/{id}/people: who takes part in this year, named for it or carried over, and the head. Personal
 * data: to the hub that conducts the year, and to admins.
 */
export const handler = endpoint('read-people', async ({ caller, path }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  const participation = id.success ? await deps.readParticipation(id.data) : undefined;
  if (!participation || !maySee(caller, participation.hub)) return NOT_FOUND;
  const [enrolment, named] = await Promise.all([
    deps.readEnrolment(participation.enrolmentId),
    deps.peopleOf(participation.urn),
  ]);
  if (!enrolment) return NOT_FOUND;
  const { headteacher } = enrolment.form;
  return {
    status: 200,
    body: { headteacher, participants: participantsOf(participation, named, enrolment) },
  };
});
