import * as z from 'zod';
import {
  activitySchema,
  actorSchema,
  evidenceTypeSchema,
  hubCodeSchema,
  type Milestone,
  milestoneSchema,
  progressionDecisionSchema,
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

export const askKindSchema = z.enum(['placement', 'declaration', 'progression']);
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

/** Where the workflow waits: the token to ring with, and which attempt of which generation left it. */
const doorbellSchema = z.strictObject({
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
  hub: hubCodeSchema,
  urn: urnSchema,
  schoolName: z.string(),
  status: storedStatusSchema,
  opensAt: instantSchema,
  closesAt: instantSchema,
  doorbell: doorbellSchema.optional(),
  answer: z.union([placementAnswerSchema, declarationAnswerSchema, progressionAnswerSchema]).optional(),
  answeredAt: instantSchema.optional(),
  answeredBy: actorSchema.optional(),
  /** Why it was answered after its deadline; free text, it stays on this row. */
  lateReason: lineSchema.optional(),
});
export type Ask = z.infer<typeof askSchema>;

/** The id of a question about a participation. */
export function askIdOf(participationId: ParticipationId, kind: AskKind, milestone?: Milestone): AskId {
  return askIdSchema.parse(`${participationId}.${milestone ? `${kind}-${milestone}` : kind}`);
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

/** Whether a newly left token may replace the one that is there. */
export function ringsLater(candidate: Doorbell, present: Doorbell | undefined): boolean {
  if (!present) return true;
  if (candidate.generation !== present.generation) return candidate.generation > present.generation;
  if (candidate.enteredAt !== present.enteredAt) return candidate.enteredAt > present.enteredAt;
  return candidate.attempt >= present.attempt;
}
