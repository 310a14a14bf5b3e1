import type { Actor } from '../../core/codes.ts';
import { conductedBy } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import type { Statement } from '../../core/statement.ts';
import { type StatementId, statementConductedBy } from '../../core/statement-id.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { about, announce } from './participation-events.ts';
import { isConductingStatement } from './standing.ts';
import { announceStatement } from './statement-events.ts';
import { tryAgain } from './try-again.ts';

export interface RecordFailureDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readStatement: (id: StatementId) => Promise<Statement | undefined>;
  readonly commit: Commit;
}

interface Failure {
  readonly execution: string;
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly at: Instant;
  readonly by: Actor;
}

/**
 * Records, once per execution, that a workflow ended without finishing. The end of an execution whose generation
 * is over is no failure: somebody stopped it on purpose.
 */
export async function recordFailure(input: Failure, deps: RecordFailureDeps): Promise<void> {
  const { execution, status, at, by } = input;
  const stated = statementConductedBy(execution);
  if (stated) return recordStatementFailure(stated, input, deps);
  const conducted = conductedBy(execution);
  if (!conducted) return;
  await tryAgain(async () => {
    const participation = await deps.readParticipation(conducted.id);
    if (!participation || participation.generation !== conducted.generation) return 'not-ours';
    if (participation.status === 'withdrawn') return 'stopped-on-purpose';
    if (participation.failedExecutions.includes(execution)) return 'known';
    const failed = changed(participation, {
      failedExecutions: [...participation.failedExecutions, execution],
    });
    const commitment = await deps.commit({
      puts: [failed],
      events: [announce(failed, { type: 'WorkflowFailed', data: { ...about(failed), execution, status } })],
      at,
      by,
    });
    return commitment.outcome === 'committed' ? 'recorded' : undefined;
  });
}

async function recordStatementFailure(
  { id, generation }: { readonly id: StatementId; readonly generation: number },
  { execution, status, at, by }: Failure,
  deps: RecordFailureDeps,
): Promise<void> {
  await tryAgain(async () => {
    const statement = await deps.readStatement(id);
    if (!isConductingStatement(statement, generation)) return 'not-ours';
    if (statement.failedExecutions.includes(execution)) return 'known';
    const failed = changed(statement, { failedExecutions: [...statement.failedExecutions, execution] });
    const data = { statementId: id, execution, status };
    const { outcome } = await deps.commit({
      puts: [failed],
      events: [announceStatement(failed, { type: 'WorkflowFailed', data })],
      at,
      by,
    });
    return outcome === 'committed' ? 'recorded' : undefined;
  });
}
