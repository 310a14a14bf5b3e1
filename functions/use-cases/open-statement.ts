import type { Actor } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { sumOfLines } from '../../core/sealed-statement.ts';
import { STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConductingStatement } from './standing.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface OpenStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
  readonly commit: Commit;
}

/** The lines are not what the statement counted: a defect, for somebody to look at before money is approved. */
export class StatementDoesNotAddUp extends Error {
  override readonly name = 'StatementDoesNotAddUp';
}

/** How long an execution waits for an approval, in days: with what else it does, well below the 360 of a machine. */
const GIVES_UP_AFTER_DAYS = 300;

/**
 * Opens a statement for its approval once its lines are counted; where that has been done, a retry or a restart,
 * answers with how long to wait. Throws StatementDoesNotAddUp.
 */
export function openStatement(
  { statementId, generation, enteredAt }: StepInput<'open-statement'>,
  by: Actor,
  deps: OpenStatementDeps,
): Promise<StepOutput<'open-statement'>> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!isConductingStatement(statement, generation)) {
      return { standing: 'superseded', approval: null, givesUpAt: null };
    }
    const givesUpAt = instantOf(Date.parse(enteredAt) + GIVES_UP_AFTER_DAYS * 86_400_000);
    const toWait = {
      standing: 'current',
      approval: { closesAt: statement.overdueAt ? givesUpAt : statement.approveBy },
      givesUpAt,
    } as const;
    if (statement.status !== 'gathering') return toWait;
    const { lines, total } = sumOfLines(await deps.linesOf(statementId));
    if (lines !== statement.lines || total !== statement.total) {
      throw new StatementDoesNotAddUp(
        `${statementId} counts ${statement.lines} lines of ${statement.total} pence, and has ${lines} of ${total}`,
      );
    }
    const open = changed(statement, {
      status: STATEMENT_MOVES.after('open', statement.status),
      openedAt: enteredAt,
    });
    const { outcome } = await deps.commit({
      puts: [open],
      events: [announceStatement(open, { type: 'StatementOpened', data: { statementId, lines, total } })],
      at: enteredAt,
      by,
    });
    return outcome === 'committed' ? toWait : undefined;
  });
}
