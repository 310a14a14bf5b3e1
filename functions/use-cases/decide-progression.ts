import { yearAfter } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import { nextStage, PARTICIPATION_MOVES, participationIdOf } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import { type ProgressionRequest, progressionReasons } from '../../core/progression.ts';
import { type Commit, changed, type Row } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DecideProgressionDeps {
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Answers what comes after this year. The year itself is closed by its workflow, when it has settled the
 * milestones; here the decision is recorded, and next year's people, if they were named.
 */
export async function decideProgression(
  answering: Answering,
  request: ProgressionRequest,
  deps: DecideProgressionDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const { decision, activities, participants } = request;
  const year = yearAfter(participation.academicYear);
  const nextPolicy = await deps.policyFor(year);
  const refusal = refusalOf(
    progressionReasons(participation, decision, activities ?? [], participants ?? [], nextPolicy),
  );
  if (refusal) return refusal;
  const decided = changed(participation, {
    status: PARTICIPATION_MOVES.after('decide', participation.status),
  });
  const put = answered(answering, { decision, ...(activities ? { activities } : {}) });
  const stage = nextStage(participation.stage, decision);
  const people: Row[] =
    stage && participants
      ? [
          {
            type: 'people',
            version: 1,
            participationId: participationIdOf(participation.urn, year, stage),
            participants,
          },
        ]
      : [];
  const commitment = await deps.commit({
    puts: [put, decided, ...people],
    events: [
      announce(decided, { type: 'AskAnswered', data: { ...about(decided), askId: ask.id, kind: ask.kind } }),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}
