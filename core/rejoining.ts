import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import { activitySchema, enrolmentIdSchema, hubCodeSchema, pathwayStageSchema, urnSchema } from './codes.ts';
import { moves } from './moves.ts';
import { participationIdSchema } from './participation.ts';

const statusSchema = z.enum(['waiting', 'rejoined', 'overtaken']);

/** A school that pauses waits here, as a row and not as an execution, until applications for its year open. */
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
  stage: pathwayStageSchema,
  repeated: z.boolean(),
  enrolmentId: enrolmentIdSchema,
  activities: z.array(activitySchema),
  status: statusSchema,
});
export type Rejoining = z.infer<typeof rejoiningSchema>;
