import { conductorOf } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import { isSpecialist, type Participation, type ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface RestartDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
}

/**
 * Starts a failed or lost workflow again as a new generation, which goes on with what is still to do. The old one, if
 * it still runs, is stopped; if it wakes up all the same, it ends without effect.
 */
export function restart(
  { id, caller, now }: { readonly id: ParticipationId; readonly caller: Caller; readonly now: Instant },
  deps: RestartDeps,
): Promise<{ execution: { name: string } } | Refusal> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) return { refused: [reason('not-found', 'id')] };
    if (!['enrolled', 'placed', 'active'].includes(participation.status)) {
      return { refused: [reason('nothing-to-restart', '')] };
    }
    const next = changed(participation, { generation: participation.generation + 1 });
    const commitment = await deps.commit({
      puts: [next],
      events: [announce(next, ...handedOver(participation, next))],
      at: now,
      by: caller.actor,
    });
    if (commitment.outcome === 'conflict') return undefined;
    return { execution: { name: conductorOf(next).name } };
  });
}

/** The end of one generation and the beginning of the next, where the participation stands. */
export function handedOver(before: Participation, next: Participation): Announcement[] {
  const over = { ...about(before), generation: before.generation };
  return [{ type: 'WorkflowRestarted', data: over }, due(next)];
}

/** What starts the execution that conducts the participation where it stands. */
export function due(participation: Participation): Announcement {
  const data = { ...about(participation), generation: participation.generation };
  if (participation.yearDue) return { type: 'YearDue', data };
  return isSpecialist(participation.id) ? { type: 'SelectionDue', data } : { type: 'PlacementDue', data };
}
