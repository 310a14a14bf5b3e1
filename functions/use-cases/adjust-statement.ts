import type { Urn } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { balanceOf } from '../../core/pence.ts';
import { reason } from '../../core/reason.ts';
import type { School } from '../../core/school.ts';
import { type AdjustmentForm, STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { adjustmentItem, type StatementLine } from '../../core/statement-line.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import type { Refusal } from './refusal.ts';
import { announceStatement, lineAdded } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface AdjustStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly commit: Commit;
}

export interface AdjustStatement {
  readonly statementId: StatementId;
  readonly form: AdjustmentForm;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Adds a line of finance's own to an open statement. A wrong one is put right by another with the opposite sign: what
 * was written stays written. Whoever adjusts may not approve.
 */
export function adjustStatement(
  { statementId, form, caller, now }: AdjustStatement,
  deps: AdjustStatementDeps,
): Promise<StatementLine | Refusal> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!statement) return { refused: [reason('not-found', 'hub')] };
    if (!STATEMENT_MOVES.permits('amend', statement.status)) {
      return { refused: [reason('statement-not-open', '')] };
    }
    const { amount, urn, reason: why, linesSeen = statement.lines } = form;
    if (linesSeen !== statement.lines) return { refused: [reason('changed-meanwhile', '')] };
    if (urn && !(await deps.readSchool(urn))) return { refused: [reason('school-unknown', 'urn')] };
    const number = statement.lastLine + 1;
    const line: StatementLine = {
      type: 'statement-line',
      version: 1,
      statementId,
      number,
      kind: 'adjustment',
      item: adjustmentItem(statementId, number),
      amount,
      ...(urn ? { urn } : {}),
      adjustment: { reason: why, by: caller.actor, at: now },
    };
    const adjusted = changed(statement, {
      status: STATEMENT_MOVES.after('amend', statement.status),
      lastLine: number,
      lines: statement.lines + 1,
      total: balanceOf([statement.total, amount]),
      amendedBy: [...new Set([...statement.amendedBy, caller.actor])],
    });
    const { outcome } = await deps.commit({
      puts: [adjusted, line],
      events: [announceStatement(adjusted, lineAdded(line))],
      at: now,
      by: caller.actor,
    });
    return outcome === 'committed' ? line : undefined;
  });
}
