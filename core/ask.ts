import * as z from 'zod';
import {
  activitySchema,
  actorSchema,
  evidenceTypeSchema,
  hubCodeSchema,
  leadingDecisionSchema,
  type Milestone,
  milestoneSchema,
  progressionDecisionSchema,
  type Term,
  termSchema,
  urnSchema,
  workGroupIdSchema,
} from './codes.ts';
import { type Instant, instantSchema, londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { moves } from './moves.ts';
import { type ParticipationId, participationIdSchema } from './participation.ts';
import { type Reason, reason } from './reason.ts';

/** `900001-2026-27-development.declaration-started`: the participation, a dot, what is asked. */
export const askIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{10,80}\.[a-z-]{3,40}$/, { abort: true })
  .refine((id) => participationIdSchema.safeParse(id.slice(0, id.indexOf('.'))).success, {
    message: 'not of a participation',
  })
  .brand<'AskId'>();
export type AskId = z.infer<typeof askIdSchema>;

export const askKindSchema = z.enum([
  'placement',
  'declaration',
  'progression',
  'selection',
  'accreditation',
  'days',
  'leading',
]);
export type AskKind = z.infer<typeof askKindSchema>;

const storedStatusSchema = z.enum(['open', 'answered', 'expired', 'cancelled']);
export const ASK_MOVES = moves('ask', storedStatusSchema.options, {
  answer: { from: ['open'], to: 'answered' },
  expire: { from: ['open'], to: 'expired' },
  cancel: { from: ['open'], to: 'cancelled' },
  /** An admin's late declaration: the row may still be open where it has not been settled yet. */
  'answer-late': { from: ['open', 'expired'], to: 'answered' },
  /** Asked anew: a school enrols again, leaves its seat, or an undecided year is reopened. */
  reopen: { from: ['open', 'answered', 'expired', 'cancelled'], to: 'open' },
});

/** Whose answer each kind of ask waits for. An admin may answer for a hub; a hub never for an admin. */
export const ANSWERED_BY: Readonly<Record<AskKind, 'hub' | 'admin'>> = {
  placement: 'hub',
  declaration: 'hub',
  progression: 'hub',
  days: 'hub',
  leading: 'hub',
  selection: 'admin',
  accreditation: 'admin',
};

/** What people see: an open row is `upcoming` before its window and `expired` after it. */
export const askStatusSchema = z.enum(['upcoming', ...storedStatusSchema.options]);
export type AskStatus = z.infer<typeof askStatusSchema>;

/** The answers, by kind. Free text (an evidence reference) stays on the ask's row. */
export const placementAnswerSchema = z.strictObject({ workGroupId: workGroupIdSchema });
export const declarationAnswerSchema = z.strictObject({
  happenedOn: londonDateSchema,
  evidence: z.strictObject({ type: evidenceTypeSchema, reference: lineSchema }),
});
/** An admin's declaration after the window, with the reason for which it is accepted. */
export const lateDeclarationSchema = z.strictObject({
  milestone: milestoneSchema,
  ...declarationAnswerSchema.shape,
  reason: lineSchema,
});
export type LateDeclaration = z.infer<typeof lateDeclarationSchema>;
export type DeclarationAnswer = z.infer<typeof declarationAnswerSchema>;
export const progressionAnswerSchema = z.strictObject({
  decision: progressionDecisionSchema,
  /** For next year, where they change. */
  activities: z.array(activitySchema).max(10).optional(),
});
export type ProgressionAnswer = z.infer<typeof progressionAnswerSchema>;

/** Which applicants become Specialists in training. Why one is declined stays on the ask's row. */
export const selectionAnswerSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('accept') }),
  z.strictObject({ decision: z.literal('decline'), reason: lineSchema.optional() }),
]);
export type SelectionAnswer = z.infer<typeof selectionAnswerSchema>;

/** The assessor's decision at the end of training: who answers is the assessor. */
export const accreditationAnswerSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('accredit'),
    assessedOn: londonDateSchema,
    evidenceReference: lineSchema.optional(),
  }),
  z.strictObject({ decision: z.literal('extend'), reason: lineSchema.optional() }),
  z.strictObject({ decision: z.literal('decline'), reason: lineSchema.optional() }),
]);
export type AccreditationAnswer = z.infer<typeof accreditationAnswerSchema>;

/** Days worked in a term. Halves are allowed; a form with more than a year of days is no form. */
const daysSchema = z.number().min(0).max(366).multipleOf(0.5);
export const daysAnswerSchema = z.strictObject({ withOtherSchools: daysSchema, hubWork: daysSchema });
export type DaysAnswer = z.infer<typeof daysAnswerSchema>;

/** An admin's declaration of a term's days after its window. */
export const lateDaysSchema = z.strictObject({
  term: termSchema,
  ...daysAnswerSchema.shape,
  reason: lineSchema,
});
export type LateDays = z.infer<typeof lateDaysSchema>;

/** Whether an accredited Specialist leads in the year that is offered. */
export const leadingAnswerSchema = z.strictObject({ decision: leadingDecisionSchema });
export type LeadingAnswer = z.infer<typeof leadingAnswerSchema>;

/** Where the workflow waits: the token to ring with, and which attempt of which generation left it. */
export const doorbellSchema = z.strictObject({
  token: z.string().min(1),
  generation: z.int().positive(),
  /** Entry into the Await state and retry within it: a late first attempt must not replace a second one. */
  enteredAt: instantSchema,
  attempt: z.int().nonnegative(),
});
export type Doorbell = z.infer<typeof doorbellSchema>;

/** A question the pipeline puts to a person, with a deadline: a row with a doorbell. */
export const askSchema = z.strictObject({
  type: z.literal('ask'),
  version: z.int().positive(),
  id: askIdSchema,
  participationId: participationIdSchema,
  kind: askKindSchema,
  milestone: milestoneSchema.optional(),
  term: termSchema.optional(),
  hub: hubCodeSchema,
  urn: urnSchema,
  schoolName: z.string(),
  status: storedStatusSchema,
  opensAt: instantSchema,
  closesAt: instantSchema,
  /** When those who have to decide are told that time is running out; only of an ask that admins answer. */
  escalatesAt: instantSchema.optional(),
  escalatedAt: instantSchema.optional(),
  doorbell: doorbellSchema.optional(),
  answer: z
    .union([
      placementAnswerSchema,
      declarationAnswerSchema,
      progressionAnswerSchema,
      selectionAnswerSchema,
      accreditationAnswerSchema,
      daysAnswerSchema,
      leadingAnswerSchema,
    ])
    .optional(),
  answeredAt: instantSchema.optional(),
  answeredBy: actorSchema.optional(),
  /** Why it was answered after its deadline; free text, it stays on this row. */
  lateReason: lineSchema.optional(),
});
export type Ask = z.infer<typeof askSchema>;

/** The id of a question about a participation: `….declaration-started`, `….days-autumn`, `….selection`. */
export function askIdOf(participationId: ParticipationId, kind: AskKind, part?: Milestone | Term): AskId {
  return askIdSchema.parse(`${participationId}.${part ? `${kind}-${part}` : kind}`);
}

/** The participation that an ask is about, read off its id. */
export function participationOfAsk(id: AskId): ParticipationId {
  return participationIdSchema.parse(id.slice(0, id.indexOf('.')));
}

/** The status at this instant, as people see it. */
export function askStatusAt(ask: Ask, now: Instant): AskStatus {
  if (ask.status !== 'open') return ask.status;
  if (now < ask.opensAt) return 'upcoming';
  return now < ask.closesAt ? 'open' : 'expired';
}

/** Why this ask cannot be answered now; undefined when it can. */
export function unanswerableReason(ask: Ask, now: Instant): Reason | undefined {
  const status = askStatusAt(ask, now);
  switch (status) {
    case 'open':
      return undefined;
    case 'upcoming':
      return reason('ask-not-open-yet', '', `This opens at ${ask.opensAt}.`);
    case 'answered':
      return reason('ask-already-answered', '');
    case 'expired':
      return reason('ask-closed', '', `This closed at ${ask.closesAt}.`);
    case 'cancelled':
      return reason('ask-cancelled', '');
  }
}

/** The next instant at which an open ask wants something done: its escalation, where that is still to come, or its end. */
export function nextDueOf({ escalatesAt, escalatedAt, closesAt }: Ask): Instant {
  return escalatesAt && !escalatedAt ? escalatesAt : closesAt;
}

/** Whether those who have to decide are to be told, now, that time is running out. */
export function isToEscalate({ status, escalatesAt, escalatedAt }: Ask, now: Instant): boolean {
  return status === 'open' && escalatesAt !== undefined && escalatedAt === undefined && escalatesAt <= now;
}

/** Whether a newly left token may replace the one that is there. */
export function ringsLater(candidate: Doorbell, present: Doorbell | undefined): boolean {
  if (!present) return true;
  if (candidate.generation !== present.generation) return candidate.generation > present.generation;
  if (candidate.enteredAt !== present.enteredAt) return candidate.enteredAt > present.enteredAt;
  return candidate.attempt >= present.attempt;
}
