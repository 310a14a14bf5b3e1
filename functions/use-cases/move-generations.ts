import { conductorOf } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import type { ParticipationId } from '../../core/participation.ts';
import { type StatementId, statementExecutionOf } from '../../core/statement-id.ts';
import type { MachineName } from '../../workflows/wiring.ts';
import type { Caller } from './caller.ts';
import { everyPage } from './every-page.ts';
import { earliestLiveYear, type FindStuckWorkDeps } from './find-stuck-work.ts';
import { isRefusal } from './refusal.ts';
import { type RestartDeps, restart } from './restart.ts';
import { type RestartStatementDeps, restartStatement } from './restart-statement.ts';
import { isLive } from './specialist-years.ts';

export type PlanMovesDeps = Pick<FindStuckWorkDeps, 'listParticipations' | 'statementsUnderWay'>;
export type MoveGenerationsDeps = RestartDeps & RestartStatementDeps;

/** An execution that would be stopped, and go on under today's definition as its subject's next generation. */
export type Move = { readonly machine: MachineName; readonly execution: string } & (
  | { readonly participationId: ParticipationId }
  | { readonly statementId: StatementId }
);

const PAGE = 200;

/** Everything that is conducted now: what a move, or a restore, would give a new generation. Changes nothing. */
export async function planMoves(now: Instant, deps: PlanMovesDeps): Promise<Move[]> {
  const since = earliestLiveYear(now);
  const participations = await everyPage((cursor) => deps.listParticipations({ since, cursor, limit: PAGE }));
  const statements = await deps.statementsUnderWay();
  return [
    ...participations.filter(isLive).map((each): Move => {
      const { machine, name: execution } = conductorOf(each);
      return { machine, execution, participationId: each.id };
    }),
    ...statements.map(({ id, generation }): Move => {
      const execution = statementExecutionOf(id, generation);
      return { machine: 'statement', execution, statementId: id };
    }),
  ];
}

/**
 * Moves each, and tells of it: the name of the execution that takes over, or undefined where nothing had to be conducted
 * any more. Nothing is done twice by it: every generation goes on from what is recorded.
 */
export async function moveGenerations(
  moves: readonly Move[],
  { caller, now }: { readonly caller: Caller; readonly now: Instant },
  deps: MoveGenerationsDeps,
  tell: (move: Move, successor: string | undefined) => void,
): Promise<void> {
  for (const move of moves) {
    const result =
      'statementId' in move
        ? await restartStatement({ id: move.statementId, caller, now }, deps)
        : await restart({ id: move.participationId, caller, now }, deps);
    tell(move, isRefusal(result) ? undefined : result.execution.name);
  }
}
