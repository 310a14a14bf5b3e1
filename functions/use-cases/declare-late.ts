import {
  type Ask,
  type AskId,
  askIdOf,
  askStatusAt,
  type LateDays,
  type LateDeclaration,
} from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import { type Participation, type ParticipationId, wasDeferred } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import type { Caller } from './caller.ts';
import { type DeclareDaysDeps, declareDays } from './declare-days.ts';
import { type DeclareMilestoneDeps, declareMilestone } from './declare-milestone.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface DeclareLateDeps extends DeclareMilestoneDeps, DeclareDaysDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
}

export interface DeclareLate {
  readonly id: ParticipationId;
  readonly declaration: LateDeclaration | LateDays;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * An admin declares a milestone, or a leading Specialist's days of a term, after its window, with a reason: also in a
 * year that has closed. What happened still has to have happened inside the window; it releases what it would have
 * released in time.
 */
export function declareLate(
  { id, declaration, caller, now }: DeclareLate,
  deps: DeclareLateDeps,
): Promise<Ask | Refusal> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) return { refused: [reason('not-found', 'id')] };
    const ask = await deps.readAsk(askOf(id, declaration));
    const field = 'term' in declaration ? 'term' : 'milestone';
    // Who enrolled again has the asks of the year that was left, and no milestone until the new one opens.
    if (!ask || !hasPart(participation, declaration))
      return { refused: [reason('milestone-unknown', field)] };
    if (ask.status === 'cancelled' || isOver(participation))
      return { refused: [reason('ask-cancelled', '')] };
    if (askStatusAt(ask, now) !== 'expired') return { refused: [reason('milestone-not-missed', field)] };
    const answering = { ask, participation, caller, now, lateReason: declaration.reason };
    if ('term' in declaration) {
      const { withOtherSchools, hubWork } = declaration;
      return declareDays(answering, { withOtherSchools, hubWork }, deps);
    }
    const { happenedOn, evidence } = declaration;
    return declareMilestone(answering, { happenedOn, evidence }, deps);
  });
}

const askOf = (id: ParticipationId, declaration: LateDeclaration | LateDays): AskId =>
  'term' in declaration
    ? askIdOf(id, 'days', declaration.term)
    : askIdOf(id, 'declaration', declaration.milestone);

function hasPart({ milestones, days }: Participation, declaration: LateDeclaration | LateDays): boolean {
  if ('term' in declaration) return days?.terms.some(({ term }) => term === declaration.term) ?? false;
  return milestones.some(({ milestone }) => milestone === declaration.milestone);
}

/** Nothing of it can be declared any more. */
const isOver = (participation: Participation): boolean =>
  participation.status === 'withdrawn' || wasDeferred(participation);
