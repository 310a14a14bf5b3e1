import type { Actor } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Statement } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConductingStatement } from './standing.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface SettleApprovalDeps {
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly commit: Commit;
}

/** Nobody approved the statement in all the time that its workflow may wait. An admin restarts it. */
export class ApprovalNeverCame extends Error {
  override readonly name = 'ApprovalNeverCame';
}

/**
 * Says whether the statement is approved. One that is not in time is overdue, which is told once, and stays
 * approvable; the workflow waits on until it gives up. Throws ApprovalNeverCame.
 */
export function settleApproval(
  { statementId, generation, enteredAt, givesUpAt }: StepInput<'settle-approval'>,
  by: Actor,
  deps: SettleApprovalDeps,
): Promise<StepOutput<'settle-approval'>> {
  return tryAgain(async () => {
    const statement = await deps.readStatement(statementId);
    if (!isConductingStatement(statement, generation)) return { status: 'superseded', closesAt: givesUpAt };
    if (statement.status !== 'open') {
      return (await heard(statement, enteredAt, by, deps))
        ? { status: 'approved', closesAt: givesUpAt }
        : undefined;
    }
    if (enteredAt >= givesUpAt) throw new ApprovalNeverCame(`${statementId} was never approved`);
    if (statement.overdueAt) return { status: 'open', closesAt: givesUpAt };
    if (enteredAt < statement.approveBy) return { status: 'open', closesAt: statement.approveBy };
    return (await overdue(statement, enteredAt, by, deps))
      ? { status: 'open', closesAt: givesUpAt }
      : undefined;
  });
}

/** Takes the doorbell off: the workflow has heard of the approval. False where the row changed meanwhile. */
async function heard(
  statement: Statement,
  at: Instant,
  by: Actor,
  { commit }: SettleApprovalDeps,
): Promise<boolean> {
  const { doorbell, ...silent } = statement;
  if (!doorbell) return true;
  const { outcome } = await commit({ puts: [changed<Statement>(silent, {})], events: [], at, by });
  return outcome === 'committed';
}

async function overdue(
  statement: Statement,
  at: Instant,
  by: Actor,
  { commit }: SettleApprovalDeps,
): Promise<boolean> {
  const late = changed(statement, { overdueAt: at });
  const { id: statementId, approveBy } = late;
  const { outcome } = await commit({
    puts: [late],
    events: [announceStatement(late, { type: 'StatementOverdue', data: { statementId, approveBy } })],
    at,
    by,
  });
  return outcome === 'committed';
}
