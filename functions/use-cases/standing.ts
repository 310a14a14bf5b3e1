import type { Participation, ParticipationStatus } from '../../core/participation.ts';

/**
 * Whether an execution of this generation still conducts the participation, and the participation is where the
 * step expects it. An older execution that wakes up finds out here, and ends quietly.
 */
export function isConducting(
  participation: Participation | undefined,
  generation: number,
  statuses: readonly ParticipationStatus[],
): participation is Participation {
  return (
    participation !== undefined &&
    participation.generation === generation &&
    statuses.includes(participation.status)
  );
}
