import type { Urn } from '../../core/codes.ts';
import {
  type EnrolmentAnswer,
  enrolmentReasons,
  isRepetition,
  type SchoolsEnrolmentForm,
  stageOf,
} from '../../core/enrolment.ts';
import type { Participation } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import type { Commit, RowOf } from '../../workflows/change.ts';
import {
  acceptedEnrolment,
  answeredBefore,
  type EnrolmentRequest,
  enrollingHub,
  enrolmentIdOf,
} from './accepted-enrolment.ts';
import { type BeginParticipationDeps, beginParticipation } from './begin-participation.ts';
import { about } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface EnrolDeps extends BeginParticipationDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  /** All years of a school, in every stage and topic. */
  readonly participationsOf: (urn: Urn) => Promise<Participation[]>;
  readonly readIdempotency: (caller: string, key: string) => Promise<RowOf<'idempotency'> | undefined>;
  readonly commit: Commit;
  /** SHA-256, hexadecimal. */
  readonly hash: (text: string) => string;
}

/**
 * Enrols a school, on the pathway or in a preparatory Work Group: form, participation, placement ask, guards and
 * events in one change, or a refusal with every reason. The same key and body get the same answer, also when both arrive in the same millisecond.
 */
export function enrol(
  input: EnrolmentRequest<SchoolsEnrolmentForm>,
  deps: EnrolDeps,
): Promise<EnrolmentAnswer | Refusal> {
  const { form, caller, idempotencyKey, now } = input;
  const bodyHash = deps.hash(JSON.stringify(form));
  const id = enrolmentIdOf(caller.actor, idempotencyKey, deps.hash);
  return tryAgain(async () => {
    const [policy, history] = await Promise.all([
      deps.policyFor(form.academicYear),
      deps.participationsOf(form.urn),
    ]);
    // Read after the history: who finds the year of a twin, or of another hub, finds all that was written with it.
    const [school, before] = await Promise.all([
      deps.readSchool(form.urn),
      deps.readIdempotency(caller.actor, idempotencyKey),
    ]);
    if (before) return answeredBefore(before, bodyHash);
    const hub = caller.role === 'hub' ? caller.hub : undefined;
    const refusal = refusalOf(enrolmentReasons(form, { hub, school, history, policy, now }));
    if (refusal) return refusal;
    if (!school || !policy) throw new Error('accepted without a school or a policy');
    const begun = await beginParticipation(
      {
        school,
        hub: enrollingHub(caller, school),
        policy,
        stage: stageOf(form),
        repeated: isRepetition(stageOf(form), history),
        enrolmentId: id,
        activities: form.kind === 'school' ? form.activities : [],
        now,
        announcements: (participation) => [
          { type: 'EnrolmentAccepted', data: { ...about(participation), enrolmentId: id } },
        ],
      },
      deps,
    );
    if (!begun) return undefined;
    const { change, answer } = acceptedEnrolment(input, { id, bodyHash }, school, begun);
    const commitment = await deps.commit(change);
    // A conflict is judged anew from what is there now: a twin finds its answer, a second enrolment the first.
    return commitment.outcome === 'committed' ? answer : undefined;
  });
}
