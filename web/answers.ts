import * as z from 'zod';
import { academicYearSchema } from '../core/academic-year.ts';
import { askIdSchema, askKindSchema, askStatusSchema } from '../core/ask.ts';
import { calendarLinkIdSchema } from '../core/calendar-link.ts';
import { claimIdSchema, paymentStatusSchema } from '../core/claim.ts';
import {
  activitySchema,
  enrolmentIdSchema,
  hubCodeSchema,
  instalmentSchema,
  milestoneSchema,
  sessionTypeSchema,
  specialistIdSchema,
  stageSchema,
  termSchema,
  urnSchema,
  withdrawalReasonSchema,
} from '../core/codes.ts';
import { enrolmentFormSchema } from '../core/enrolment.ts';
import { instantSchema, londonDateSchema } from '../core/instant.ts';
import { leadingStatusSchema } from '../core/leading.ts';
import {
  dayPlanSchema,
  outcomeSchema,
  participationIdSchema,
  participationStatusSchema,
} from '../core/participation.ts';
import { penceSchema } from '../core/pence.ts';
import { policySchema } from '../core/policy.ts';
import { reasonCodeSchema } from '../core/reason.ts';
import { schoolSchema } from '../core/school.ts';
import { specialistSchema } from '../core/specialist.ts';
import { workGroupSchema } from '../core/work-group.ts';
import { eventTypeSchema } from '../workflows/events.ts';

/** What the API answers, as far as the pages read it: each answer is parsed, and what is new is passed over. */

const school = z.object({ urn: urnSchema, name: z.string() });

/** One page of a list; the cursor leads to the next. */
export const listOf = <Item>(item: z.ZodType<Item>) =>
  z.object({ items: z.array(item), cursor: z.string().optional() });

export const askAnswer = z.object({
  id: askIdSchema,
  kind: askKindSchema,
  milestone: milestoneSchema.optional(),
  term: termSchema.optional(),
  status: askStatusSchema,
  opensAt: instantSchema,
  closesAt: instantSchema,
  participation: participationIdSchema,
  school,
  hub: hubCodeSchema,
  answeredBy: z.enum(['hub', 'admin']),
  answeredAt: instantSchema.optional(),
});
export type AskAnswer = z.infer<typeof askAnswer>;

export const claimAnswer = z.object({
  id: claimIdSchema,
  participation: participationIdSchema,
  instalment: instalmentSchema,
  status: paymentStatusSchema,
  amount: penceSchema,
  urn: urnSchema,
  hub: hubCodeSchema,
  academicYear: academicYearSchema,
  stage: stageSchema,
  policyVersion: z.int(),
  raisedAt: instantSchema,
});

export const participationAnswer = z.object({
  id: participationIdSchema,
  status: participationStatusSchema,
  outcome: outcomeSchema.optional(),
  school,
  hub: hubCodeSchema,
  academicYear: academicYearSchema,
  stage: stageSchema,
  generation: z.int(),
  activities: z.array(activitySchema),
  /** None of a Specialist who was accredited before this service began. */
  enrolmentId: enrolmentIdSchema.optional(),
  specialist: specialistIdSchema.optional(),
  workGroupId: z.string().optional(),
  enrolledOn: londonDateSchema,
  startedOn: londonDateSchema.optional(),
  completedOn: londonDateSchema.optional(),
  milestones: z.array(
    z.object({
      milestone: milestoneSchema,
      instalment: penceSchema,
      status: z.enum(['to-do', 'declared', 'missed']),
      happenedOn: londonDateSchema.optional(),
    }),
  ),
  /** Of a year of leading that has opened. */
  days: dayPlanSchema.optional(),
  repeated: z.boolean(),
  withdrawal: z.object({ reason: withdrawalReasonSchema, effectiveOn: londonDateSchema }).optional(),
  executions: z.array(z.string()),
});
export type ParticipationAnswer = z.infer<typeof participationAnswer>;

export const eventAnswer = z.object({
  eventId: z.string(),
  type: eventTypeSchema,
  occurredAt: instantSchema,
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type EventAnswer = z.infer<typeof eventAnswer>;

export const sessionAnswer = z.object({
  id: z.string(),
  heldOn: londonDateSchema,
  type: sessionTypeSchema,
  attended: z.array(urnSchema),
});

/** A participation with all that belongs to it. */
export const wholeParticipationAnswer = participationAnswer.extend({
  asks: z.array(askAnswer),
  claims: z.array(claimAnswer),
  timeline: z.array(eventAnswer),
  sessions: z.array(sessionAnswer).default([]),
});
export type WholeParticipation = z.infer<typeof wholeParticipationAnswer>;

export const foundSchoolAnswer = z.object({
  urn: urnSchema,
  name: z.string(),
  postcode: z.string().optional(),
  hub: hubCodeSchema.optional(),
  eligible: z.boolean(),
  reasons: z.array(reasonCodeSchema),
});

export const schoolAnswer = schoolSchema
  .omit({ type: true, version: true })
  .extend({ participations: z.array(participationIdSchema), timeline: z.array(eventAnswer) });

export const eligibilityAnswer = z.object({
  urn: urnSchema,
  stage: stageSchema,
  academicYear: academicYearSchema,
  eligible: z.boolean(),
  repeats: z.boolean(),
  reasons: z.array(reasonCodeSchema),
});
export type EligibilityAnswer = z.infer<typeof eligibilityAnswer>;

export const enrolmentAnswer = z.object({
  id: enrolmentIdSchema,
  participationId: participationIdSchema.optional(),
  /** As it was accepted, people included; gone once it was erased. */
  form: enrolmentFormSchema.optional(),
});

export const workGroupAnswer = workGroupSchema.omit({ type: true, version: true });
export const wholeWorkGroupAnswer = workGroupAnswer.extend({
  sessions: z.array(sessionAnswer),
  timeline: z.array(eventAnswer),
});

/** A Specialist of the register, by number: the name is not part of it. */
export const specialistAnswer = specialistSchema
  .pick({ id: true, accredited: true, accreditedOn: true, cohort: true, hub: true, leading: true })
  .extend({ school, leadingStatus: leadingStatusSchema, erasedOn: londonDateSchema.optional() });
export type SpecialistAnswer = z.infer<typeof specialistAnswer>;

export const wholeSpecialistAnswer = specialistAnswer.extend({
  leading: z.array(specialistSchema.shape.leading.element.extend({ schools: z.array(school) })),
  schools: specialistSchema.shape.schools,
  hubs: specialistSchema.shape.hubs,
  /** Those that are open. */
  conflicts: specialistSchema.shape.conflicts,
  /** Told to whoever supports the Specialist. */
  participations: z.array(participationAnswer.pick({ id: true, status: true, outcome: true })).optional(),
  timeline: z.array(eventAnswer).optional(),
});
export type WholeSpecialist = z.infer<typeof wholeSpecialistAnswer>;

/** A link to a hub's deadlines; its address only in the answer that made it. */
export const calendarLinkAnswer = z.object({
  id: calendarLinkIdSchema,
  status: z.enum(['live', 'revoked']),
  createdAt: instantSchema,
  revokedAt: instantSchema.optional(),
});
export const newCalendarLinkAnswer = calendarLinkAnswer.extend({ url: z.string() });

export const feedAnswer = z.object({
  /** The number of the newest event; 0 where there is none. */
  last: z.int(),
  items: z.array(
    z.object({
      sequence: z.int(),
      type: eventTypeSchema,
      occurredAt: instantSchema,
      hub: hubCodeSchema,
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

export const executionAnswer = z.object({
  schoolName: z.string().optional(),
  name: z.string(),
  machine: z.string(),
  status: z.string(),
  startedAt: instantSchema,
  stoppedAt: instantSchema.optional(),
});
export const wholeExecutionAnswer = executionAnswer.extend({
  arn: z.string(),
  machineArn: z.string(),
  input: z.unknown(),
  output: z.unknown().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
  history: z.array(
    z.object({
      id: z.int(),
      previousId: z.int(),
      type: z.string(),
      at: instantSchema,
      details: z.unknown(),
    }),
  ),
});

/** Where only success matters. */
export const anyAnswer = z.looseObject({});
export const createdAnswer = z.looseObject({ id: z.string() });

/** An academic year's calendar, stages, amounts and sizes. */
export const policyAnswer = policySchema.omit({ type: true });
export type PolicyAnswer = z.infer<typeof policyAnswer>;
