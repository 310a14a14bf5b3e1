import * as z from 'zod';

/** The closed lists of the programme, as they travel in JSON. programme.md of the design gave the words. */

export const pathwayStageSchema = z.enum(['development', 'embedding', 'sustaining']);
export type PathwayStage = z.infer<typeof pathwayStageSchema>;

/** A preparatory topic: policy data, so that more may come; the policy of the year says which there are. */
export const topicSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .min(3)
  .max(40)
  .brand<'Topic'>();
export type Topic = z.infer<typeof topicSchema>;

/** A Specialist's years: two of training, one more where training is extended, then any number of leading. */
export const specialistStageSchema = z.enum(['training-1', 'training-2', 'leading']);
export type SpecialistStage = z.infer<typeof specialistStageSchema>;

/** What a participation is in: a stage of the pathway, a preparatory topic beside it, or a Specialist's year. */
export const stageSchema = z.union([pathwayStageSchema, specialistStageSchema, topicSchema]);
export type Stage = z.infer<typeof stageSchema>;

/** Whether a participation in this is part of the pathway. A preparatory one never blocks it nor is blocked by it. */
export function isPathway(stage: Stage): stage is PathwayStage {
  return pathwayStageSchema.safeParse(stage).success;
}

/** Whether this is a Specialist's year rather than a school's. */
export function isSpecialistStage(stage: Stage): stage is SpecialistStage {
  return specialistStageSchema.safeParse(stage).success;
}

export const milestoneSchema = z.enum(['started', 'retained', 'completed']);
export type Milestone = z.infer<typeof milestoneSchema>;

/** The terms for which a leading Specialist declares the days worked, in their order. */
export const termSchema = z.enum(['autumn', 'spring', 'summer']);
export type Term = z.infer<typeof termSchema>;

/** What a claim is for: a milestone that was declared, or a term's days worked. */
export const instalmentSchema = z.enum([...milestoneSchema.options, ...termSchema.options]);
export type Instalment = z.infer<typeof instalmentSchema>;

export const workGroupKindSchema = z.enum(['development', 'embedding-and-sustaining', 'preparatory']);
export type WorkGroupKind = z.infer<typeof workGroupKindSchema>;

export const advocateRoleSchema = z.enum([
  'head-of-department',
  'second-in-department',
  'key-stage-3-lead',
  'teacher',
  'other',
]);

export const activitySchema = z.enum([
  'planning-lessons',
  'supporting-department',
  'schemes-of-work',
  'coherent-development',
  'collaborative-design',
  'planned-developments',
  'shared-professional-development',
]);
export type Activity = z.infer<typeof activitySchema>;

export const evidenceTypeSchema = z.enum([
  'attendance-register',
  'specialist-visit-record',
  'work-group-record',
  'self-evaluation',
]);

export const progressionDecisionSchema = z.enum(['continue', 'repeat', 'pause', 'finish']);
export type ProgressionDecision = z.infer<typeof progressionDecisionSchema>;

/** Whether an accredited Specialist leads Work Groups in a year. Source: optional since the cohort of 2025/26. */
export const leadingDecisionSchema = z.enum(['lead', 'not-this-year', 'stop']);
export type LeadingDecision = z.infer<typeof leadingDecisionSchema>;

/** Why a school leaves before its year is over. */
export const schoolWithdrawalReasonSchema = z.enum([
  'staffing',
  'capacity',
  'leadership-change',
  'closure',
  'other-programme',
  'other',
]);

/** Why a Specialist leaves before the year is over. */
export const specialistWithdrawalReasonSchema = z.enum([
  'left-school',
  'left-teaching',
  'role-change',
  'ill-health',
  'other',
]);

export const withdrawalReasonSchema = z.enum([
  ...schoolWithdrawalReasonSchema.options,
  ...specialistWithdrawalReasonSchema.exclude(['other']).options,
]);
export type WithdrawalReason = z.infer<typeof withdrawalReasonSchema>;

/** What a school receives as it happens: a Work Group's meeting, or a Specialist's visit. */
export const sessionTypeSchema = z.enum(['meeting', 'visit']);

/** A hub's short name, as in hubs.tsv: `origin`. */
export const hubCodeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
  .max(40)
  .brand<'HubCode'>();
export type HubCode = z.infer<typeof hubCodeSchema>;

/** A school's unique reference number in the register of the DfE: six digits. */
export const urnSchema = z
  .string()
  .regex(/^\d{6}$/)
  .brand<'Urn'>();
export type Urn = z.infer<typeof urnSchema>;

/** Our own number of a Specialist: `sp-0042`. */
export const specialistIdSchema = z
  .string()
  .regex(/^sp-\d{4,6}$/)
  .brand<'SpecialistId'>();
export type SpecialistId = z.infer<typeof specialistIdSchema>;

export const workGroupIdSchema = z
  .string()
  .regex(/^wg-[a-z0-9]{8,32}$/)
  .brand<'WorkGroupId'>();
export type WorkGroupId = z.infer<typeof workGroupIdSchema>;

export const sessionIdSchema = z
  .string()
  .regex(/^se-[a-z0-9]{8,32}$/)
  .brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionIdSchema>;

export const enrolmentIdSchema = z
  .string()
  .regex(/^en-[a-z0-9]{8,32}$/)
  .brand<'EnrolmentId'>();
export type EnrolmentId = z.infer<typeof enrolmentIdSchema>;

/** Who did something, as events name them: an account's opaque id, or `workflow`, or `register`. Never a name. */
export const actorSchema = z.string().min(1).max(128).brand<'Actor'>();
export type Actor = z.infer<typeof actorSchema>;
