import { type Enrolment, participantsOf } from '../../core/enrolment.ts';
import { type Participation, participationIdSchema } from '../../core/participation.ts';
import type { Deps } from '../support/deps.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { maySee } from '../use-cases/caller.ts';

/**
 * GET /participations/{id}/people: who takes part in this year, named for it or carried over, and the head; of a
 * Specialist, the teacher. Personal data: to the hub that conducts the year, and to admins.
 */
export const handler = endpoint('read-people', async ({ caller, path }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  const participation = id.success ? await deps.readParticipation(id.data) : undefined;
  if (!participation?.enrolmentId || !maySee(caller, participation.hub)) return NOT_FOUND;
  const enrolment = await deps.readEnrolment(participation.enrolmentId);
  if (!enrolment) return NOT_FOUND;
  return { status: 200, body: await peopleIn(participation, enrolment, deps) };
});

async function peopleIn(
  participation: Participation,
  enrolment: Enrolment,
  deps: Pick<Deps, 'peopleOf'>,
): Promise<object> {
  const { form, erasedOn } = enrolment;
  if (!form) return { erasedOn };
  const { headteacher } = form;
  if (form.kind === 'specialist') {
    // What the number is for, the guard knows; nobody has to read it again.
    const { trn, ...teacher } = form.teacher;
    return { headteacher, teacher };
  }
  const named = await deps.peopleOf(participation.urn);
  return { headteacher, participants: participantsOf(participation, named, enrolment) };
}
