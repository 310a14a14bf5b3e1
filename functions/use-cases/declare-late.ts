import { type Ask, type AskId, askIdOf, askStatusAt, type LateDeclaration } from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import type { Caller } from './caller.ts';
import { type DeclareMilestoneDeps, declareMilestone } from './declare-milestone.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface DeclareLateDeps extends DeclareMilestoneDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
}

export interface DeclareLate {
  readonly id: ParticipationId;
  readonly declaration: LateDeclaration;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * An admin declares a milestone after its window, with a reason: also in a year that has closed. It still has to have
 * happened inside the window; it releases what it would have released in time.
 */
export function declareLate(
  { id, declaration, caller, now }: DeclareLate,
  deps: DeclareLateDeps,
): Promise<Ask | Refusal> {
  const { milestone, reason: lateReason, ...answer } = declaration;
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) return { refused: [reason('not-found', 'id')] };
    const ask = await deps.readAsk(askIdOf(id, 'declaration', milestone));
    // A school that enrolled again has the asks of the year that it left, and no milestone until the new one opens.
    const known = participation.milestones.some((each) => each.milestone === milestone);
    if (!ask || !known) return { refused: [reason('milestone-unknown', 'milestone')] };
    if (ask.status === 'cancelled' || participation.status === 'withdrawn') {
      return { refused: [reason('ask-cancelled', '')] };
    }
    if (askStatusAt(ask, now) !== 'expired')
      return { refused: [reason('milestone-not-missed', 'milestone')] };
    return declareMilestone({ ask, participation, caller, now, lateReason }, answer, deps);
  });
}
