import type { Actor } from '../../core/codes.ts';
import { conductedBy } from '../../core/execution-name.ts';
import type { Instant } from '../../core/instant.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { about, announce } from './participation-events.ts';
import { tryAgain } from './try-again.ts';

export interface RecordFailureDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
}

/**
 * Records, once per execution, that a workflow ended without finishing. The end of an execution whose generation
 * is over is no failure: somebody stopped it on purpose.
 */
export async function recordFailure(
  input: {
    readonly execution: string;
    readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
    readonly at: Instant;
    readonly by: Actor;
  },
  deps: RecordFailureDeps,
): Promise<void> {
  const { execution, status, at, by } = input;
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
