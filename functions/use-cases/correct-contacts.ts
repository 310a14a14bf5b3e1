import type { EnrolmentId } from '../../core/codes.ts';
import { type Enrolment, type EnrolmentForm, repeatedPeople } from '../../core/enrolment.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface CorrectContactsDeps {
  readonly readEnrolment: (id: EnrolmentId) => Promise<Enrolment | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
}

/** What may be corrected: people and how to reach them; nothing that the enrolment was judged by. */
export interface ContactCorrection {
  readonly headteacher?: EnrolmentForm['headteacher'] | undefined;
  readonly people?: readonly Person[] | undefined;
}
type Person = Extract<EnrolmentForm, { kind: 'preparatory' }>['participants'][number];

/** Corrects an Advocate, a participant or the head on the enrolment. As many people as before: a place is not a name. */
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
    if (!enrolment || !maySee(caller, enrolment.hub)) return { refused: [reason('not-found', 'id')] };
    const { form } = enrolment;
    const present = form.kind === 'school' ? form.advocates : form.participants;
    const people = correction.people ?? present;
    const refusal = refusalOf([
      ...(people.length === present.length ? [] : [reason('advocate-count', 'people')]),
      ...repeatedPeople(people, 'people'),
    ]);
    if (refusal) return refusal;
    const participation = await deps.readParticipation(enrolment.participationId);
    if (!participation) throw new Error(`${id} has no participation`);
    const corrected = changed(enrolment, { form: correctedForm(form, correction.headteacher, people) });
    const touched = changed(participation, {});
    const data = { ...about(touched), enrolmentId: id };
    const commitment = await deps.commit({
      puts: [corrected, touched],
      events: [announce(touched, { type: 'ContactCorrected', data })],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? corrected : undefined;
  });
}

function correctedForm(
  form: EnrolmentForm,
  headteacher: EnrolmentForm['headteacher'] | undefined,
  people: readonly Person[],
): EnrolmentForm {
  const head = headteacher ?? form.headteacher;
  return form.kind === 'school'
    ? { ...form, headteacher: head, advocates: [...people] }
    : { ...form, headteacher: head, participants: [...people] };
}
