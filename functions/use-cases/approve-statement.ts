import type { Instant } from '../../core/instant.ts';
import { reason } from '../../core/reason.ts';
import { FIRST_SEAL, type Hash } from '../../core/seal.ts';
import { sealingOf, sumOfLines } from '../../core/sealed-statement.ts';
import { type ApprovalAnswer, STATEMENT_MOVES, type Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Caller } from './caller.ts';
import { StatementDoesNotAddUp } from './open-statement.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface ApproveStatementDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly linesOf: (id: StatementId) => Promise<StatementLine[]>;
  readonly hash: Hash;
  readonly commit: Commit;
}

export interface ApproveStatement {
  readonly statementId: StatementId;
  readonly answer: ApprovalAnswer;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Approves a statement, by somebody who changed nothing on it: stores its seal, which goes on from the seal of the
 * hub's statement before. From here on nothing on it changes. Every change to a line changes the statement's version,
 * so what is sealed is what was read. Throws StatementDoesNotAddUp.
 */
export function approveStatement(
  { statementId, answer, caller, now }: ApproveStatement,
  deps: ApproveStatementDeps,
): Promise<Statement | Refusal> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!statement) return { refused: [reason('not-found', 'id')] };
    const previous = statement.previous && (await deps.readStatement(statement.previous));
    const refusal = refusalOf(unapprovableReasons(statement, previous, caller));
    if (refusal) return refusal;
    const lines = await deps.linesOf(statementId);
    const sum = sumOfLines(lines);
    if (sum.lines !== statement.lines || sum.total !== statement.total) {
      // Lines were changed between the two readings, or the statement is wrong: the version tells.
      if ((await deps.readStatement(statementId))?.version !== statement.version) return undefined;
      throw new StatementDoesNotAddUp(`${statementId} does not add up`);
    }
    const previousSeal = previous?.seal ?? FIRST_SEAL;
    const { seal } = sealingOf(lines, previousSeal, deps.hash);
    if (answer.seal && answer.seal !== seal) return { refused: [reason('seal-differs', 'seal')] };
    const approved = changed(statement, {
      status: STATEMENT_MOVES.after('approve', statement.status),
      approvedAt: now,
      approvedBy: caller.actor,
      previousSeal,
      seal,
    });
    const { outcome } = await deps.commit({
      puts: [approved],
      events: [
        announceStatement(approved, {
          type: 'StatementApproved',
          data: { statementId, ...sum, previousSeal, seal },
        }),
      ],
      at: now,
      by: caller.actor,
    });
    return outcome === 'committed' ? approved : undefined;
  });
}

/** Why this statement cannot be approved by them now. */
function unapprovableReasons(
  { status, amendedBy }: Statement,
  previous: Statement | undefined,
  { actor }: Caller,
) {
  if (status === 'gathering') return [reason('ask-not-open-yet', 'id')];
  if (!STATEMENT_MOVES.permits('approve', status)) return [reason('ask-already-answered', 'id')];
  if (previous && !previous.seal) return [reason('earlier-statement-open', 'id')];
  return amendedBy.includes(actor) ? [reason('approver-amended', 'id')] : [];
}
