import * as z from 'zod';
import { progressionAnswerSchema } from './ask.ts';
import { type Activity, isPathway, type PathwayStage, type ProgressionDecision } from './codes.ts';
import { activityReasons, advocateSchema, repeatedPeople } from './enrolment.ts';
import { nextStage, type Participation } from './participation.ts';
import type { Policy } from './policy.ts';
import { type Reason, reason } from './reason.ts';

/** A hub's answer at the end of a year. Next year's people are kept on a row of their own, not with the answer. */
export const progressionRequestSchema = z.strictObject({
  ...progressionAnswerSchema.shape,
  participants: z.array(advocateSchema).min(1).max(20).optional(),
});
export type ProgressionRequest = z.infer<typeof progressionRequestSchema>;

/**
 * The stage of the participation that follows under this decision, next year or after a pause; undefined where none
 * does. A school that pauses without having started Development comes back to it.
 */
export function stageToCome(
  { stage, startedOn }: Participation,
  decision: ProgressionDecision,
): PathwayStage | undefined {
  if (!isPathway(stage)) return undefined;
  if (decision === 'pause' && stage === 'development' && !startedOn) return stage;
  return nextStage(stage, decision);
}

/**
 * Why a school cannot go on like this; empty when it can. Source: the seed, Embedding is for schools that "have
 * participated in" a Development Work Group, which we read as a Development year whose start was declared.
 */
export function progressionReasons(
  participation: Participation,
  decision: ProgressionDecision,
  activities: readonly Activity[],
  participants: readonly { email: string }[],
  nextPolicy: Policy | undefined,
): Reason[] {
  const stage = stageToCome(participation, decision);
  if (!stage || decision === 'pause') return [];
  if (!nextPolicy) return [reason('no-policy-for-year', 'decision', 'Next year has no policy yet.')];
  const leavesDevelopment = participation.stage === 'development' && stage === 'embedding';
  return [
    ...(leavesDevelopment && !participation.startedOn
      ? [reason('progression-not-open-to-stage', 'decision')]
      : []),
    ...activityReasons(activities, stage, nextPolicy),
    ...repeatedPeople(participants, 'participants'),
  ];
}
