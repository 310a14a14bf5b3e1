import * as z from 'zod';
import { progressionAnswerSchema } from './ask.ts';
import type { Activity, ProgressionDecision } from './codes.ts';
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
  const stage = nextStage(participation.stage, decision);
  if (!stage) return [];
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
