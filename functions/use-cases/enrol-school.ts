import type { AcademicYear } from '../../core/academic-year.ts';
import { type EnrolmentId, enrolmentIdSchema, type Urn } from '../../core/codes.ts';
import {
  type EnrolmentAnswer,
  enrolmentAnswerSchema,
  enrolmentReasons,
  type SchoolEnrolmentForm,
} from '../../core/enrolment.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { executionNameOf, type Participation, participationIdOf } from '../../core/participation.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { reason } from '../../core/reason.ts';
import type { School } from '../../core/school.ts';
import { type Change, type Commit, changed, type Row, type RowOf } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import { about, announce } from './participation-events.ts';
import { placementAskOf } from './placement-ask.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface EnrolSchoolDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  readonly readPathwayGuard: (urn: Urn, year: AcademicYear) => Promise<Row | undefined>;
  readonly readIdempotency: (caller: string, key: string) => Promise<RowOf<'idempotency'> | undefined>;
  readonly commit: Commit;
  /** SHA-256, hexadecimal. */
  readonly hash: (text: string) => string;
}

export interface EnrolSchool {
  readonly form: SchoolEnrolmentForm;
  readonly caller: Extract<Caller, { role: 'hub' }>;
  readonly idempotencyKey: string;
  readonly now: Instant;
}

/** The table forgets an idempotency key after a week. */
const KEY_LIFETIME_SECONDS = 7 * 24 * 3600;

/** The enrolment's id: the same caller and key give the same, so that a twin cannot be a second one. */
export function enrolmentIdOf(actor: string, key: string, hash: (text: string) => string): EnrolmentId {
  return enrolmentIdSchema.parse(`en-${hash(`${actor}\n${key}`).slice(0, 20)}`);
}

/**
 * Enrols a school: form, participation, placement ask, guards and events in one change, or a refusal with every
 * reason. The same key and body get the same answer, also when both arrive in the same millisecond.
 */
export function enrolSchool(input: EnrolSchool, deps: EnrolSchoolDeps): Promise<EnrolmentAnswer | Refusal> {
  const bodyHash = deps.hash(JSON.stringify(input.form));
  return tryAgain(async () => {
    const { form, caller, idempotencyKey, now } = input;
    const [policy, guard] = await Promise.all([
      deps.policyFor(form.academicYear),
      deps.readPathwayGuard(form.urn, form.academicYear),
    ]);
    // Read after the guard: who finds the guard of a twin, or of another hub, finds all that was written with it.
    const [school, before] = await Promise.all([
      deps.readSchool(form.urn),
      deps.readIdempotency(caller.actor, idempotencyKey),
    ]);
    if (before) return answeredBefore(before, bodyHash);
    const enrolled = guard !== undefined;
    const refusal = refusalOf(enrolmentReasons(form, caller.hub, school, enrolled, policy, now));
    if (refusal) return refusal;
    if (!school || !policy) throw new Error('accepted without a school or a policy');
    const { change, answer } = acceptanceOf(input, bodyHash, school, policy, deps.hash);
    const commitment = await deps.commit(change);
    // A conflict is judged anew from what is there now: a twin finds its answer, a second enrolment the guard.
    return commitment.outcome === 'committed' ? answer : undefined;
  });
}

function answeredBefore(before: RowOf<'idempotency'>, bodyHash: string): EnrolmentAnswer | Refusal {
  if (before.bodyHash === bodyHash) return enrolmentAnswerSchema.parse(before.body);
  return { refused: [reason('idempotency-key-reused', 'Idempotency-Key')] };
}

function acceptanceOf(
  { form, caller, idempotencyKey, now }: EnrolSchool,
  bodyHash: string,
  school: School,
  policy: Policy,
  hash: (text: string) => string,
): { change: Change; answer: EnrolmentAnswer } {
  const id = enrolmentIdOf(caller.actor, idempotencyKey, hash);
  const { urn, academicYear, stage } = form;
  const participation: Participation = {
    type: 'participation',
    version: 1,
    id: participationIdOf(urn, academicYear, stage),
    urn,
    schoolName: school.name,
    hub: caller.hub,
    academicYear,
    stage,
    status: 'enrolled',
    generation: 1,
    enrolmentId: id,
    activities: form.activities,
    milestones: [],
    yearDue: false,
    failedExecutions: [],
    enrolledOn: londonDateOf(now),
  };
  const name = executionNameOf('placement', participation.id, participation.generation);
  const answer: EnrolmentAnswer = {
    id,
    participation: { id: participation.id, status: participation.status },
    execution: { name },
  };
  const submitted = { submittedAt: now, submittedBy: caller.actor };
  const puts: Row[] = [
    participation,
    placementAskOf(participation, policy, now),
    {
      type: 'enrolment',
      version: 1,
      id,
      hub: caller.hub,
      participationId: participation.id,
      form,
      ...submitted,
    },
    { type: 'pathway-guard', version: 1, urn, academicYear, participationId: participation.id },
    {
      type: 'idempotency',
      version: 1,
      caller: caller.actor,
      key: idempotencyKey,
      bodyHash,
      status: 202,
      body: answer,
      expiresAt: Math.floor(Date.parse(now) / 1000) + KEY_LIFETIME_SECONDS,
    },
  ];
  // A school belongs to the hub that first enrols it.
  const joining = school.hub === undefined;
  const conducted = { ...about(participation), generation: participation.generation };
  const change: Change = {
    puts: joining ? [...puts, changed(school, { hub: caller.hub })] : puts,
    unchanged: joining ? [] : [school],
    events: [
      announce(
        participation,
        { type: 'EnrolmentAccepted', data: { ...about(participation), enrolmentId: id } },
        { type: 'PlacementDue', data: conducted },
      ),
    ],
    at: now,
    by: caller.actor,
  };
  return { change, answer };
}
