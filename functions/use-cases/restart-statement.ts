import type { Instant } from '../../core/instant.ts';
import { reason } from '../../core/reason.ts';
import { isUnderWay, type Statement } from '../../core/statement.ts';
import { type StatementId, statementExecutionOf } from '../../core/statement-id.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import type { Refusal } from './refusal.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface RestartStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly commit: Commit;
}

/** Starts a statement's failed or lost workflow again as a new generation, which goes on from what is stored. */
export function restartStatement(
  { id, caller, now }: { readonly id: StatementId; readonly caller: Caller; readonly now: Instant },
  deps: RestartStatementDeps,
): Promise<{ execution: { name: string } } | Refusal> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(id);
    if (!statement) return { refused: [reason('not-found', 'hub')] };
    if (!isUnderWay(statement)) return { refused: [reason('nothing-to-restart', '')] };
    const next = changed(statement, { generation: statement.generation + 1 });
    const { outcome } = await deps.commit({
      puts: [next],
      events: [announceStatement(next, ...statementHandedOver(statement, next))],
      at: now,
      by: caller.actor,
    });
    if (outcome === 'conflict') return undefined;
    return { execution: { name: statementExecutionOf(id, next.generation) } };
  });
}

/** The end of one generation of a statement's workflow and the beginning of the next. */
export function statementHandedOver(
  { id: statementId, month, cutOff, generation }: Statement,
  next: Statement,
): Announcement[] {
  return [
    { type: 'WorkflowRestarted', data: { statementId, generation } },
    { type: 'StatementDue', data: { statementId, month, cutOff, generation: next.generation } },
  ];
}
