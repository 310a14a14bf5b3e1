import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from './academic-year.ts';
import {
  activitySchema,
  enrolmentIdSchema,
  hubCodeSchema,
  milestoneSchema,
  type PathwayStage,
  type ProgressionDecision,
  type Stage,
  stageSchema,
  type Urn,
  urnSchema,
  withdrawalReasonSchema,
  workGroupIdSchema,
} from './codes.ts';
import { londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { moves } from './moves.ts';
import { penceSchema } from './pence.ts';

/** `900001-2026-27-development`: given at birth, never changed, and the name of the year's execution. */
export const participationIdSchema = z
  .string()
  .regex(/^\d{6}-20\d\d-\d\d-[a-z][a-z0-9-]{2,40}$/, { abort: true })
  .refine((id) => academicYearSchema.safeParse(id.slice(7, 14)).success, {
    message: 'not of an academic year',
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

export const outcomeSchema = z.enum(['continue', 'repeat', 'pause', 'finish', 'undecided']);
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
});

const milestoneStateSchema = z.strictObject({
  milestone: milestoneSchema,
  /** Pence that become payable when it is declared; frozen from the policy when the year opens. */
  instalment: penceSchema,
  status: z.enum(['to-do', 'declared', 'missed']),
  /** The London day on which it happened, as declared. */
  happenedOn: londonDateSchema.optional(),
});
export type MilestoneState = z.infer<typeof milestoneStateSchema>;

/** How a school left. The note is free text: it stays on this row. */
const withdrawalSchema = z.strictObject({
  reason: withdrawalReasonSchema,
  effectiveOn: londonDateSchema,
  note: lineSchema.optional(),
});

/** A school in one stage of one academic year. Hub and payee school are frozen at birth. */
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
  enrolmentId: enrolmentIdSchema,
  /** The same stage as the year before: unfunded unless the policy says otherwise. */
  repeated: z.boolean(),
  activities: z.array(activitySchema),
  workGroupId: workGroupIdSchema.optional(),
  /** Frozen when the year opens. */
  policyVersion: z.int().positive().optional(),
  /** Empty until the year opens. */
  milestones: z.array(milestoneStateSchema),
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

/** The id of a school's year in a stage. */
export function participationIdOf(urn: Urn, year: AcademicYear, stage: Stage): ParticipationId {
  return participationIdSchema.parse(`${urn}-${year}-${stage}`);
}

/** The parts that an id was made of: what its keys in the table are made of, too. */
export function partsOf(id: ParticipationId): { subject: string; academicYear: AcademicYear; stage: string } {
  const match = /^(\d{6})-(20\d\d-\d\d)-(.+)$/.exec(id);
  return {
    subject: urnSchema.parse(match?.[1]),
    academicYear: academicYearSchema.parse(match?.[2]),
    stage: z.string().parse(match?.[3]),
  };
}

/** The name of an execution: the id for the year, `<id>-placement` for the placement, `-r2` … after a restart. */
export function executionNameOf(
  machine: 'placement' | 'school-year',
  id: ParticipationId,
  generation: number,
): string {
  const restart = generation === 1 ? '' : `-r${generation}`;
  return `${id}${machine === 'placement' ? '-placement' : ''}${restart}`;
}

/**
 * The names of the executions that conduct this participation, oldest first: derived, never stored. After a restart of
 * a running year only the year's: which placement came before it, the timeline says.
 */
export function executionNamesOf({ id, yearDue, generation }: Participation): string[] {
  const placement = executionNameOf('placement', id, generation);
  if (!yearDue) return [placement];
  const year = executionNameOf('school-year', id, generation);
  return generation === 1 ? [placement, year] : [year];
}

/** What an execution's name says that it conducts. */
export interface Conducted {
  readonly id: ParticipationId;
  readonly machine: 'placement' | 'school-year';
  readonly generation: number;
}

/** The participation and generation that an execution's name speaks of; undefined for a name not of ours. */
export function conductedBy(name: string): Conducted | undefined {
  const match = /^(.+?)(-placement)?(?:-r(\d+))?$/.exec(name);
  const id = participationIdSchema.safeParse(match?.[1]);
  if (!id.success) return undefined;
  const machine = match?.[2] ? 'placement' : 'school-year';
  return { id: id.data, machine, generation: Number(match?.[3] ?? 1) };
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
