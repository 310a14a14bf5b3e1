import { specialistEnrolmentReasons } from '../../core/application.ts';
import type { HubCode, SpecialistId, Urn } from '../../core/codes.ts';
import { type Counter, counted, specialistNumbered } from '../../core/counter.ts';
import type { EnrolmentAnswer, SpecialistEnrolmentForm } from '../../core/enrolment.ts';
import type { TeacherGuard } from '../../core/guard.ts';
import type { LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Participation } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import { cohortOf, continued, type Specialist } from '../../core/specialist.ts';
import { type Commit, changed, type RowOf } from '../../workflows/change.ts';
import {
  acceptedEnrolment,
  answeredBefore,
  type EnrolmentRequest,
  enrollingHub,
  enrolmentIdOf,
} from './accepted-enrolment.ts';
import {
  type BeginSpecialistYearDeps,
  beginSpecialistYear,
  selectionClosesAt,
} from './begin-specialist-year.ts';
import { about } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface EnrolSpecialistDeps extends BeginSpecialistYearDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  /** The HMAC of a teacher reference number, hexadecimal, with a key that is kept secret. */
  readonly hmacOfTrn: (trn: string) => Promise<string>;
  readonly readTeacherGuard: (hmac: string) => Promise<TeacherGuard | undefined>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly participationsOf: (id: SpecialistId) => Promise<Participation[]>;
  readonly readCounter: (name: Counter['name']) => Promise<Counter | undefined>;
  readonly readIdempotency: (caller: string, key: string) => Promise<RowOf<'idempotency'> | undefined>;
  readonly commit: Commit;
  /** SHA-256, hexadecimal. */
  readonly hash: (text: string) => string;
}

/**
 * Takes a teacher's application to become a Specialist: form, Specialist, participation with its selection ask, the
 * teacher's guard and events in one change, or a refusal with every reason. Whoever has applied before keeps the number.
 */
export async function enrolSpecialist(
  input: EnrolmentRequest<SpecialistEnrolmentForm>,
  deps: EnrolSpecialistDeps,
): Promise<EnrolmentAnswer | Refusal> {
  const { form, caller, idempotencyKey, now } = input;
  const bodyHash = deps.hash(JSON.stringify(form));
  const id = enrolmentIdOf(caller.actor, idempotencyKey, deps.hash);
  const hmac = await deps.hmacOfTrn(form.teacher.trn);
  return tryAgain(async () => {
    const [policy, applicant] = await Promise.all([
      deps.policyFor(form.academicYear),
      applicantOf(hmac, deps),
    ]);
    // Read after the guard: who finds the application of a twin finds all that was written with it.
    const [school, before] = await Promise.all([
      deps.readSchool(form.urn),
      deps.readIdempotency(caller.actor, idempotencyKey),
    ]);
    if (before) return answeredBefore(before, bodyHash);
    const { guard, known, history } = applicant;
    const hub = caller.role === 'hub' ? caller.hub : undefined;
    const refusal = refusalOf(specialistEnrolmentReasons(form, { hub, school, guard, history, policy, now }));
    if (refusal) return refusal;
    if (!school || !policy) throw new Error('accepted without a school or a policy');
    const counter = counted(await deps.readCounter('specialists'));
    const place = { hub: enrollingHub(caller, school), school, today: londonDateOf(now) };
    const specialist = known
      ? appliesAgain(known, form, place)
      : newcomer(specialistNumbered(counter), hmac, form, place);
    const decision = { kind: 'selection', closesAt: selectionClosesAt(policy) } as const;
    const begun = await beginSpecialistYear(
      {
        specialist,
        policy,
        stage: 'training-1',
        decision,
        repeated: false,
        enrolmentId: id,
        now,
        announcements: (participation) => [
          { type: 'EnrolmentAccepted', data: { ...about(participation), enrolmentId: id } },
        ],
      },
      deps,
    );
    if (!begun) return undefined;
    const { change, answer } = acceptedEnrolment(input, { id, bodyHash }, school, begun, [
      specialist,
      guardOf(specialist, hmac, guard),
      ...(known ? [] : [counter]),
    ]);
    const commitment = await deps.commit(change);
    // A conflict is judged anew from what is there now: a twin finds its answer, another hub the first application.
    return commitment.outcome === 'committed' ? answer : undefined;
  });
}

interface Applicant {
  readonly guard: TeacherGuard | undefined;
  readonly known: Specialist | undefined;
  readonly history: readonly Participation[];
}

/** What is known of a teacher who has applied before; whoever was erased since is nobody whom we know. */
async function applicantOf(hmac: string, deps: EnrolSpecialistDeps): Promise<Applicant> {
  const guard = await deps.readTeacherGuard(hmac);
  if (!guard?.specialistId) return { guard, known: undefined, history: [] };
  const [known, history] = await Promise.all([
    deps.readSpecialist(guard.specialistId),
    deps.participationsOf(guard.specialistId),
  ]);
  return { guard, known, history };
}

interface Place {
  readonly hub: HubCode;
  readonly school: School;
  readonly today: LondonDate;
}

function newcomer(
  id: SpecialistId,
  teacherHmac: string,
  { teacher, academicYear }: SpecialistEnrolmentForm,
  { hub, school: { urn, name: schoolName }, today: from }: Place,
): Specialist {
  return {
    type: 'specialist',
    version: 1,
    id,
    name: teacher.name,
    teacherHmac,
    hub,
    urn,
    schoolName,
    schools: [{ urn, schoolName, from }],
    hubs: [{ hub, from }],
    cohort: cohortOf(academicYear),
    accredited: false,
    leading: [],
    decisions: [],
    conflicts: [],
  };
}

/** A Specialist's row once an earlier applicant applies again, perhaps from another school, in another cohort. */
function appliesAgain(
  before: Specialist,
  { teacher, academicYear }: SpecialistEnrolmentForm,
  { hub, school: { urn, name: schoolName }, today: from }: Place,
): Specialist {
  return changed(before, {
    name: teacher.name,
    hub,
    urn,
    schoolName,
    schools: before.urn === urn ? before.schools : continued(before.schools, { urn, schoolName, from }),
    hubs: before.hub === hub ? before.hubs : continued(before.hubs, { hub, from }),
    cohort: cohortOf(academicYear),
  });
}

function guardOf({ id }: Specialist, hmac: string, before: TeacherGuard | undefined): TeacherGuard {
  return { type: 'teacher-guard', version: (before?.version ?? 0) + 1, hmac, specialistId: id, live: true };
}
