import type { EnrolmentId, SpecialistId } from '../../core/codes.ts';
import { type Enrolment, type EnrolmentForm, peopleIn, repeatedPeople } from '../../core/enrolment.ts';
import type { Instant } from '../../core/instant.ts';
import {
  isSpecialist,
  type Participation,
  type ParticipationId,
  specialistOf,
} from '../../core/participation.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface CorrectContactsDeps {
  readonly readEnrolment: (id: EnrolmentId) => Promise<Enrolment | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly commit: Commit;
}

/** What may be corrected: people and how to reach them; nothing that the enrolment was judged by. */
export interface ContactCorrection {
  readonly headteacher?: EnrolmentForm['headteacher'] | undefined;
  /** Of a school's enrolment. */
  readonly people?: readonly Person[] | undefined;
  /** Of a Specialist's enrolment. */
  readonly teacher?: { readonly name: string; readonly email: string } | undefined;
}
type Person = Extract<EnrolmentForm, { kind: 'preparatory' }>['participants'][number];

/**
 * Corrects an Advocate, a participant, a teacher or the head on the enrolment. As many people as before: a place is not
 * a name. A teacher's name is corrected on the Specialist's row, too.
 */
export function correctContacts(
  input: {
    readonly id: EnrolmentId;
    readonly correction: ContactCorrection;
    readonly caller: Caller;
    readonly now: Instant;
  },
  deps: CorrectContactsDeps,
): Promise<Enrolment | Refusal> {
  const { id, correction, caller, now } = input;
  return tryAgain(async () => {
    const enrolment = await deps.readEnrolment(id);
    const form = enrolment?.form;
    if (!enrolment || !form) return { refused: [reason('not-found', 'id')] };
    const specialist = await specialistOfEnrolment(enrolment, deps);
    if (!maySee(caller, specialist?.hub ?? enrolment.hub)) return { refused: [reason('not-found', 'id')] };
    const refusal = refusalOf(reasonsAgainst(form, correction));
    if (refusal) return refusal;
    const participation = await deps.readParticipation(enrolment.participationId);
    if (!participation) throw new Error(`${id} has no participation`);
    const corrected = changed(enrolment, { form: correctedForm(form, correction) });
    const touched = changed(participation, {});
    const data = { ...about(touched), enrolmentId: id };
    const commitment = await deps.commit({
      puts: [corrected, touched, ...renamed(specialist, correction)],
      events: [announce(touched, { type: 'ContactCorrected', data })],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? corrected : undefined;
  });
}

/** A school names people, a Specialist's application one teacher. */
function reasonsAgainst(form: EnrolmentForm, { people, teacher }: ContactCorrection): Reason[] {
  if (form.kind === 'specialist') return people ? [reason('unknown-field', 'people')] : [];
  const present = peopleIn(form);
  return [
    ...(teacher ? [reason('unknown-field', 'teacher')] : []),
    ...(!people || people.length === present.length ? [] : [reason('advocate-count', 'people')]),
    ...repeatedPeople(people ?? present, 'people'),
  ];
}

function correctedForm(form: EnrolmentForm, correction: ContactCorrection): EnrolmentForm {
  const { headteacher = form.headteacher, teacher, people = peopleIn(form) } = correction;
  switch (form.kind) {
    case 'school':
      return { ...form, headteacher, advocates: [...people] };
    case 'preparatory':
      return { ...form, headteacher, participants: [...people] };
    case 'specialist':
      return { ...form, headteacher, teacher: { ...form.teacher, ...teacher } };
  }
}

/** The Specialist whose enrolment it is: whoever supports the Specialist now corrects it. None of a school's. */
async function specialistOfEnrolment(
  { participationId }: Enrolment,
  deps: Pick<CorrectContactsDeps, 'readSpecialist'>,
): Promise<Specialist | undefined> {
  return isSpecialist(participationId) ? deps.readSpecialist(specialistOf(participationId)) : undefined;
}

/** The Specialist's row with the teacher's name; none where it is not corrected. */
function renamed(specialist: Specialist | undefined, { teacher }: ContactCorrection): Specialist[] {
  return specialist && teacher ? [changed(specialist, { name: teacher.name })] : [];
}
