import { type EnrolmentId, enrolmentIdSchema, type HubCode } from '../../core/codes.ts';
import { type EnrolmentAnswer, type EnrolmentForm, enrolmentAnswerSchema } from '../../core/enrolment.ts';
import { conductorOf } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { reason } from '../../core/reason.ts';
import { type School, underHub } from '../../core/school.ts';
import { type Change, changed, type Row, type RowOf } from '../../workflows/change.ts';
import type { Begun } from './begin-participation.ts';
import type { Caller } from './caller.ts';
import type { Refusal } from './refusal.ts';

/** A form as it was sent. */
export interface EnrolmentRequest<Form extends EnrolmentForm> {
  readonly form: Form;
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

/** The same answer as before to the same form; a refusal where the key was another form's. */
export function answeredBefore(before: RowOf<'idempotency'>, bodyHash: string): EnrolmentAnswer | Refusal {
  if (before.bodyHash === bodyHash) return enrolmentAnswerSchema.parse(before.body);
  return { refused: [reason('idempotency-key-reused', 'Idempotency-Key')] };
}

/** The hub that an accepted form enrols for: its own, or, where an admin enrols, the school's. */
export function enrollingHub(caller: Caller, school: School): HubCode {
  const hub = caller.role === 'hub' ? caller.hub : school.hub;
  if (!hub) throw new Error('an enrolment without a hub was not refused');
  return hub;
}

/** An accepted form with what begins with it, as one change, and what it is answered with. */
export function acceptedEnrolment(
  { form, caller, idempotencyKey, now }: EnrolmentRequest<EnrolmentForm>,
  { id, bodyHash }: { readonly id: EnrolmentId; readonly bodyHash: string },
  school: School,
  begun: Begun,
  further: readonly Row[] = [],
): { change: Change; answer: EnrolmentAnswer } {
  const { participation } = begun;
  const { hub } = participation;
  const answer: EnrolmentAnswer = {
    id,
    participation: { id: participation.id, status: participation.status },
    execution: { name: conductorOf(participation).name },
  };
  const submitted = { submittedAt: now, submittedBy: caller.actor };
  // A school belongs to the hub that first enrols it.
  const joining = school.hub === undefined;
  const change: Change = {
    puts: [
      ...begun.puts,
      ...further,
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
