import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from './academic-year.ts';
import {
  activitySchema,
  enrolmentIdSchema,
  hubCodeSchema,
  milestoneSchema,
  type PathwayStage,
  type ProgressionDecision,
  type SpecialistId,
  type Stage,
  specialistIdSchema,
  specialistStageSchema,
  stageSchema,
  termSchema,
  type Urn,
  urnSchema,
  withdrawalReasonSchema,
  workGroupIdSchema,
} from './codes.ts';
import { londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { moves } from './moves.ts';
import { penceSchema } from './pence.ts';

const ID = /^(\d{6}|sp-\d{4,6})-(20\d\d-\d\d)-([a-z][a-z0-9-]{2,40})$/;

/**
 * `900001-2026-27-development`, `sp-0042-2026-27-training-1`: given at birth, never changed, and the name of the
 * year's execution. A school's id has a school's stage, a Specialist's a Specialist's.
 */
export const participationIdSchema = z
  .string()
  .regex(ID, { abort: true })
  .refine((id) => academicYearSchema.safeParse(ID.exec(id)?.[2]).success, {
    message: 'not of an academic year',
  })
  .refine((id) => id.startsWith('sp-') === specialistStageSchema.safeParse(ID.exec(id)?.[3]).success, {
    message: 'not a stage of this kind of participant',
  })
  .brand<'ParticipationId'>();
export type ParticipationId = z.infer<typeof participationIdSchema>;

export const participationStatusSchema = z.enum([
  'enrolled',
  'placed',
  'active',
  'closed',
  'withdrawn',
  'not-placed',
]);
export type ParticipationStatus = z.infer<typeof participationStatusSchema>;

export const outcomeSchema = z.enum([
  'continue',
  'repeat',
  'pause',
  'finish',
  'undecided',
  'accredited',
  'extended',
  'declined',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** Every permitted move of a participation; a declaration keeps it active. */
export const PARTICIPATION_MOVES = moves('participation', participationStatusSchema.options, {
  place: { from: ['enrolled'], to: 'placed' },
  lapse: { from: ['enrolled'], to: 'not-placed' },
  open: { from: ['placed'], to: 'active' },
  declare: { from: ['active'], to: 'active' },
  miss: { from: ['active'], to: 'active' },
  decide: { from: ['active'], to: 'active' },
  'declare-after-close': { from: ['closed'], to: 'closed' },
  reopen: { from: ['closed'], to: 'active' },
  unseat: { from: ['placed'], to: 'enrolled' },
  're-enrol': { from: ['withdrawn', 'not-placed'], to: 'enrolled' },
  close: { from: ['active'], to: 'closed' },
  withdraw: { from: ['enrolled', 'placed', 'active'], to: 'withdrawn' },
  /** A Specialist is not selected, nobody decided in time, or does not lead this year. */
  'turn-down': { from: ['enrolled'], to: 'closed' },
  /** A Specialist's training goes on a year later. */
  defer: { from: ['enrolled', 'placed', 'active'], to: 'closed' },
  /** A decision that nobody took in time is asked for again before the year opens. */
  'ask-again': { from: ['closed'], to: 'enrolled' },
});

const milestoneStateSchema = z.strictObject({
  milestone: milestoneSchema,
  /** Pence that become payable when it is declared; frozen from the policy when the year opens. */
  instalment: penceSchema,
  status: z.enum(['to-do', 'declared', 'missed']),
  /** The London day on which it happened, as declared. */
  happenedOn: londonDateSchema.optional(),
});

const termStateSchema = z.strictObject({
  term: termSchema,
  status: z.enum(['to-do', 'declared', 'missed']),
  /** Days worked, halves too, as declared. */
  withOtherSchools: z.number().nonnegative().optional(),
  hubWork: z.number().nonnegative().optional(),
});
export type TermState = z.infer<typeof termStateSchema>;

/** What a leading Specialist's days are paid, frozen from the policy when the year opens, and what was declared. */
export const dayPlanSchema = z.strictObject({
  /** Pence a day. */
  withOtherSchools: penceSchema,
  hubWork: penceSchema,
  /** Days of a year, all terms together. */
  most: z.int().positive(),
  terms: z.array(termStateSchema),
});
export type DayPlan = z.infer<typeof dayPlanSchema>;

/** How a school or Specialist left. The note is free text: it stays on this row. */
const withdrawalSchema = z.strictObject({
  reason: withdrawalReasonSchema,
  effectiveOn: londonDateSchema,
  note: lineSchema.optional(),
});

/**
 * A school or a Specialist in one stage of one academic year. A school's hub is frozen at birth; a Specialist's hub
 * and school are those of the day, and what each claim froze stays.
 */
export const participationSchema = z.strictObject({
  type: z.literal('participation'),
  version: z.int().positive(),
  id: participationIdSchema,
  urn: urnSchema,
  schoolName: z.string(),
  hub: hubCodeSchema,
  academicYear: academicYearSchema,
  stage: stageSchema,
  status: participationStatusSchema,
  outcome: outcomeSchema.optional(),
  /** Counts restarts from 1: every step conditions on it, so an older execution that wakes up ends quietly. */
  generation: z.int().positive(),
  /** Absent of a Specialist who was accredited before this service began. */
  enrolmentId: enrolmentIdSchema.optional(),
  /** The same stage as the year before: unfunded unless the policy says otherwise. */
  repeated: z.boolean(),
  activities: z.array(activitySchema),
  workGroupId: workGroupIdSchema.optional(),
  /** Frozen when the year opens. */
  policyVersion: z.int().positive().optional(),
  /** Empty until the year opens, and in a year of leading. */
  milestones: z.array(milestoneStateSchema),
  /** In a year of leading that has opened. */
  days: dayPlanSchema.optional(),
  /** Instalments that an earlier, deferred year of the same training has released: never released again. */
  releasedBefore: z.array(milestoneSchema).optional(),
  /** YearDue has been announced: the step that does so may be tried again. */
  yearDue: z.boolean(),
  /** Executions whose failure has been recorded, each once. */
  failedExecutions: z.array(z.string()),
  enrolledOn: londonDateSchema,
  startedOn: londonDateSchema.optional(),
  completedOn: londonDateSchema.optional(),
  withdrawal: withdrawalSchema.optional(),
});
export type Participation = z.infer<typeof participationSchema>;

/** The id of a school's or Specialist's year in a stage. */
export function participationIdOf(
  subject: Urn | SpecialistId,
  year: AcademicYear,
  stage: Stage,
): ParticipationId {
  return participationIdSchema.parse(`${subject}-${year}-${stage}`);
}

/** Whether this is a Specialist's participation rather than a school's. */
export const isSpecialist = (id: ParticipationId): boolean => id.startsWith('sp-');

/** The Specialist whose participation this is. Throws for a school's. */
export const specialistOf = (id: ParticipationId): SpecialistId =>
  specialistIdSchema.parse(partsOf(id).subject);

/** A training year that is done again a year later, and paid then: nothing of it can be declared any more. */
export const wasDeferred = ({ id, status, outcome }: Participation): boolean =>
  isSpecialist(id) && status === 'closed' && outcome === 'pause';

/** The parts that an id was made of: what its keys in the table are made of, too. */
export function partsOf(id: ParticipationId): {
  subject: Urn | SpecialistId;
  academicYear: AcademicYear;
  stage: string;
} {
  const match = ID.exec(id);
  return {
    subject: z.union([urnSchema, specialistIdSchema]).parse(match?.[1]),
    academicYear: academicYearSchema.parse(match?.[2]),
    stage: z.string().parse(match?.[3]),
  };
}

/** The next stage of the pathway: Sustaining goes on, every further year. */
export function stageAfter(stage: PathwayStage): PathwayStage {
  return stage === 'development' ? 'embedding' : 'sustaining';
}

/** The stage in which the school goes on under this decision, next year or after a pause; undefined when it finishes. */
export function nextStage(stage: PathwayStage, decision: ProgressionDecision): PathwayStage | undefined {
  switch (decision) {
    case 'continue':
    case 'pause':
      return stageAfter(stage);
    case 'repeat':
      return stage;
    case 'finish':
      return undefined;
  }
}
