import { ASK_MOVES, type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Instant } from '../../core/instant.ts';
import { londonClosing } from '../../core/london.ts';
import { PARTICIPATION_MOVES, type Participation, type ParticipationId } from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import { reason } from '../../core/reason.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { handedOver } from './restart.ts';
import { tryAgain } from './try-again.ts';

export interface ReopenYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Reopens a year that closed as undecided: the hub is asked again what comes next, for as many days as the policy
 * says, and a new generation of the year's workflow keeps that deadline.
 */
export function reopenYear(
  { id, caller, now }: { readonly id: ParticipationId; readonly caller: Caller; readonly now: Instant },
  deps: ReopenYearDeps,
): Promise<Participation | Refusal> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) return { refused: [reason('not-found', 'id')] };
    if (participation.outcome !== 'undecided') return { refused: [reason('not-undecided', '')] };
    const ask = await deps.readAsk(askIdOf(id, 'progression'));
    const policy = await deps.policyFor(participation.academicYear);
    if (!ask || !policy) throw new Error(`${id} has no progression ask or no policy`);
    const { outcome, ...undecided } = participation;
    const open = changed<Participation>(undecided, {
      status: PARTICIPATION_MOVES.after('reopen', participation.status),
      generation: participation.generation + 1,
    });
    const asked = changed(ask, {
      status: ASK_MOVES.after('reopen', ask.status),
      opensAt: now,
      closesAt: londonClosing(now, policy.reopenedForDays),
    });
    const reopened = { ...about(open), generation: open.generation };
    const commitment = await deps.commit({
      puts: [open, asked],
      events: [announce(open, { type: 'YearReopened', data: reopened }, ...handedOver(participation, open))],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? open : undefined;
  });
}
