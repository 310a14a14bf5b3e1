import { type EnrolmentId, enrolmentIdSchema, type Urn } from '../../core/codes.ts';
import {
  type EnrolmentAnswer,
  type EnrolmentForm,
  enrolmentAnswerSchema,
  enrolmentReasons,
  stageOf,
} from '../../core/enrolment.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { executionNameOf, type Participation } from '../../core/participation.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { reason } from '../../core/reason.ts';
import { type School, underHub } from '../../core/school.ts';
import { type Change, type Commit, changed, type RowOf } from '../../workflows/change.ts';
import { type BeginParticipationDeps, beginParticipation } from './begin-participation.ts';
import type { Caller } from './caller.ts';
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

export interface Enrol {
  readonly form: EnrolmentForm;
  /** A hub, for its own schools or nobody's; an admin, for any school that has a hub. */
  readonly caller: Caller;
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
 * Enrols a school, on the pathway or in a preparatory Work Group: form, participation, placement ask, guards and
 * events in one change, or a refusal with every reason. The same key and body get the same answer, also when both arrive in the same millisecond.
 */
export function enrol(input: Enrol, deps: EnrolDeps): Promise<EnrolmentAnswer | Refusal> {
  const bodyHash = deps.hash(JSON.stringify(input.form));
  return tryAgain(async () => {
    const { form, caller, idempotencyKey, now } = input;
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
    const acceptance = await acceptanceOf(input, bodyHash, school, policy, deps);
    if (!acceptance) return undefined;
    const commitment = await deps.commit(acceptance.change);
    // A conflict is judged anew from what is there now: a twin finds its answer, a second enrolment the first.
    return commitment.outcome === 'committed' ? acceptance.answer : undefined;
  });
}

function answeredBefore(before: RowOf<'idempotency'>, bodyHash: string): EnrolmentAnswer | Refusal {
  if (before.bodyHash === bodyHash) return enrolmentAnswerSchema.parse(before.body);
  return { refused: [reason('idempotency-key-reused', 'Idempotency-Key')] };
}

async function acceptanceOf(
  { form, caller, idempotencyKey, now }: Enrol,
  bodyHash: string,
  school: School,
  policy: Policy,
  deps: EnrolDeps,
): Promise<{ change: Change; answer: EnrolmentAnswer } | undefined> {
  const id = enrolmentIdOf(caller.actor, idempotencyKey, deps.hash);
  const hub = caller.role === 'hub' ? caller.hub : school.hub;
  if (!hub) throw new Error('an enrolment without a hub was not refused');
  const begun = await beginParticipation(
    {
      school,
      hub,
      policy,
      stage: stageOf(form),
      repeated: false,
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
  const { participation } = begun;
  const name = executionNameOf('placement', participation.id, participation.generation);
  const answer: EnrolmentAnswer = {
    id,
    participation: { id: participation.id, status: participation.status },
    execution: { name },
  };
  const submitted = { submittedAt: now, submittedBy: caller.actor };
  // A school belongs to the hub that first enrols it.
  const joining = school.hub === undefined;
  const change: Change = {
    puts: [
      ...begun.puts,
      { type: 'enrolment', version: 1, id, hub, participationId: participation.id, form, ...submitted },
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
      ...(joining ? [changed(school, underHub(school, hub, londonDateOf(now)))] : []),
    ],
    unchanged: joining ? [] : [school],
    events: [begun.events],
    at: now,
    by: caller.actor,
  };
  return { change, answer };
}
