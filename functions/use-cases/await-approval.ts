import { type Doorbell, ringsLater } from '../../core/ask.ts';
import type { Actor } from '../../core/codes.ts';
import type { Statement } from '../../core/statement.ts';
import { type ApprovalId, approvalIdOf, type StatementId } from '../../core/statement-id.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConductingStatement } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface AwaitApprovalDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly commit: Commit;
  /** Ends the waiting. A token that is dead already counts as rung. */
  readonly ring: (token: string, approvalId: ApprovalId) => Promise<unknown>;
}

/**
 * Leaves the task token on the statement, or rings at once where it is approved already. As with an ask, the token is
 * put on condition of the row's version, so that an approval in the same moment is found.
 */
export async function awaitApproval(
  { statementId, generation, enteredAt, attempt, token }: StepInput<'await-approval'>,
  by: Actor,
  deps: AwaitApprovalDeps,
): Promise<StepOutput<'await-approval'>> {
  const doorbell: Doorbell = { token, generation, enteredAt, attempt };
  const waiting = await tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!isConductingStatement(statement, generation) || statement.status !== 'open') return false;
    // A later attempt has left its token already: this one is nobody's any more.
    if (!ringsLater(doorbell, statement.doorbell)) return true;
    const puts = [changed(statement, { doorbell })];
    const { outcome } = await deps.commit({ puts, events: [], at: enteredAt, by });
    return outcome === 'committed' ? true : undefined;
  });
  if (!waiting) await deps.ring(token, approvalIdOf(statementId));
  return { rung: !waiting };
}
