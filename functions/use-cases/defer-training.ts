import { yearAfter } from '../../core/academic-year.ts';
import type { Ask } from '../../core/ask.ts';
import type { Claim } from '../../core/claim.ts';
import { isSpecialistStage, type Milestone, milestoneSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import {
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  participationIdOf,
  specialistOf,
} from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import type { Rejoining } from '../../core/rejoining.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';
import { cancelled } from './withdraw.ts';

export interface DeferTrainingDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly claimsOf: (id: ParticipationId) => Promise<Claim[]>;
  readonly commit: Commit;
}

/**
 * A Specialist's training, or the application for it, goes on a year later: this year is closed as paused, its open asks
 * are cancelled, and a row waits until applications for the next year open. What was released is not released again.
 * TrainingDeferred stops the execution.
 */
export function deferTraining(
  { id, caller, now }: { readonly id: ParticipationId; readonly caller: Caller; readonly now: Instant },
  deps: DeferTrainingDeps,
): Promise<Participation | Refusal> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation || !maySee(caller, participation.hub)) return { refused: [reason('not-found', 'id')] };
    const [asks, claims] = await Promise.all([deps.asksOf(id), deps.claimsOf(id)]);
    if (!isInTraining(participation, asks)) return { refused: [reason('not-in-training', '')] };
    const deferred = changed(participation, {
      status: PARTICIPATION_MOVES.after('defer', participation.status),
      outcome: 'pause',
    });
    const rejoining = rejoiningAfter(participation, claims);
    const { generation } = participation;
    const data = { ...about(deferred), generation, rejoins: rejoining.academicYear };
    const commitment = await deps.commit({
      puts: [deferred, rejoining, ...cancelled(asks)],
      events: [announce(deferred, { type: 'TrainingDeferred', data })],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? deferred : undefined;
  });
}

/** A training year that is not over; nor is one whose end the assessor has decided about. */
function isInTraining({ stage, status }: Participation, asks: readonly Ask[]): boolean {
  const assessed = asks.some((ask) => ask.kind === 'accreditation' && ask.status === 'answered');
  return (
    isSpecialistStage(stage) &&
    stage !== 'leading' &&
    PARTICIPATION_MOVES.permits('defer', status) &&
    !assessed
  );
}

function rejoiningAfter(participation: Participation, claims: readonly Claim[]): Rejoining {
  const { id, urn, hub, stage, status, repeated, enrolmentId, releasedBefore = [] } = participation;
  if (!isSpecialistStage(stage)) throw new Error(`${id} is no training`);
  const academicYear = yearAfter(participation.academicYear);
  return {
    type: 'rejoining',
    version: 1,
    id: participationIdOf(specialistOf(id), academicYear, stage),
    after: id,
    urn,
    hub,
    academicYear,
    stage,
    repeated,
    selected: status !== 'enrolled',
    releasedBefore: [...releasedBefore, ...claims.flatMap(milestoneOf)],
    enrolmentId,
    activities: [],
    status: 'waiting',
  };
}

/** The milestone whose instalment the claim is, in training. */
function milestoneOf({ instalment }: Claim): Milestone[] {
  const milestone = milestoneSchema.safeParse(instalment);
  return milestone.success ? [milestone.data] : [];
}
