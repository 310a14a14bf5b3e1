import type { Participation, ParticipationStatus } from '../../core/participation.ts';
import { isUnderWay, type Statement } from '../../core/statement.ts';

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

/** The same of a statement, which is conducted until it is issued. */
export function isConductingStatement(
  statement: Statement | undefined,
  generation: number,
): statement is Statement {
  return statement !== undefined && statement.generation === generation && isUnderWay(statement);
}
