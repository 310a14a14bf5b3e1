import type { Actor } from '../../core/codes.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface DueYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
}

/** Announces, once, that the participation's year is due: the event starts its execution. */
export function dueYear(
  { participationId, generation, enteredAt }: StepInput<'due-year'>,
  by: Actor,
  deps: DueYearDeps,
): Promise<StepOutput<'due-year'>> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['placed', 'active'])) return { standing: 'superseded' };
    if (participation.yearDue) return { standing: 'current' };
    const due = changed(participation, { yearDue: true });
    const commitment = await deps.commit({
      puts: [due],
      events: [announce(due, { type: 'YearDue', data: { ...about(due), generation } })],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? { standing: 'current' } : undefined;
  });
}
