import { yearAfter } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import type { Urn } from '../../core/codes.ts';
import type { People } from '../../core/enrolment.ts';
import { PARTICIPATION_MOVES, participationIdOf } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import { type ProgressionRequest, progressionReasons, stageToCome } from '../../core/progression.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { yearAfterPause } from './begin-participation.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DecideProgressionDeps {
  readonly peopleOf: (urn: Urn) => Promise<People[]>;
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
  const { academicYear } = participation;
  const year = decision === 'pause' ? yearAfterPause(academicYear) : yearAfter(academicYear);
  const nextPolicy = await deps.policyFor(year);
  const refusal = refusalOf(
    progressionReasons(participation, decision, activities ?? [], participants ?? [], nextPolicy),
  );
  if (refusal) return refusal;
  const decided = changed(participation, {
    status: PARTICIPATION_MOVES.after('decide', participation.status),
  });
  const put = answered(answering, { decision, ...(activities ? { activities } : {}) });
  const stage = stageToCome(participation, decision);
  const people: People[] = [];
  if (stage && participants) {
    const { urn, enrolmentId } = participation;
    if (!enrolmentId) throw new Error(`${participation.id} has no enrolment`);
    const participationId = participationIdOf(urn, year, stage);
    const before = (await deps.peopleOf(urn)).find((each) => each.participationId === participationId);
    const version = (before?.version ?? 0) + 1;
    people.push({ type: 'people', version, participationId, enrolmentId, participants });
  }
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
