import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import {
  activitySchema,
  enrolmentIdSchema,
  hubCodeSchema,
  milestoneSchema,
  pathwayStageSchema,
  specialistStageSchema,
  urnSchema,
} from './codes.ts';
import { moves } from './moves.ts';
import { participationIdSchema } from './participation.ts';

const statusSchema = z.enum(['waiting', 'rejoined', 'overtaken']);

/** A school that pauses, or a Specialist whose training goes on in a later year, waits here, as a row and not as an execution, until applications for its year open. */
export const REJOINING_MOVES = moves('rejoining', statusSchema.options, {
  rejoin: { from: ['waiting'], to: 'rejoined' },
  /** The school took a place in that year in another way meanwhile. */
  overtake: { from: ['waiting'], to: 'overtaken' },
});

export const rejoiningSchema = z.strictObject({
  type: z.literal('rejoining'),
  version: z.int().positive(),
  /** The participation that is to come. */
  id: participationIdSchema,
  /** The one that was paused. */
  after: participationIdSchema,
  urn: urnSchema,
  hub: hubCodeSchema,
  academicYear: academicYearSchema,
  stage: z.union([pathwayStageSchema, specialistStageSchema]),
  repeated: z.boolean(),
  /** Of a Specialist: whether the place is theirs already, or is still to be decided. */
  selected: z.boolean().optional(),
  /** Of a Specialist: what the deferred year has released. */
  releasedBefore: z.array(milestoneSchema).optional(),
  enrolmentId: enrolmentIdSchema.optional(),
  activities: z.array(activitySchema),
  status: statusSchema,
});
export type Rejoining = z.infer<typeof rejoiningSchema>;
