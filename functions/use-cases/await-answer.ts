import { type Ask, type AskId, type Doorbell, participationOfAsk, ringsLater } from '../../core/ask.ts';
import type { Actor } from '../../core/codes.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface AwaitAnswerDeps {
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
  /** Ends the waiting. A token that is dead already counts as rung. */
  readonly ring: (token: string, askId: AskId) => Promise<unknown>;
}

/**
 * Leaves the task token on the ask, or rings at once where there is nothing left to wait for. The token is put
 * on condition of the row's version: an answer in the same moment makes this read again, and find the answer.
 */
export async function awaitAnswer(
  { askId, generation, enteredAt, attempt, token }: StepInput<'await-answer'>,
  by: Actor,
  deps: AwaitAnswerDeps,
): Promise<StepOutput<'await-answer'>> {
  const doorbell: Doorbell = { token, generation, enteredAt, attempt };
  const waiting = await tryAgain(async () => {
    const ask = await deps.readAsk(askId);
    const participation = await deps.readParticipation(participationOfAsk(askId));
    if (ask?.status !== 'open') return false;
    if (!isConducting(participation, generation, ['enrolled', 'placed', 'active'])) return false;
    // A later attempt has left its token already: this one is nobody's any more.
    if (!ringsLater(doorbell, ask.doorbell)) return true;
    const commitment = await deps.commit({
      puts: [changed(ask, { doorbell })],
      events: [],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? true : undefined;
  });
  if (!waiting) await deps.ring(token, askId);
  return { rung: !waiting };
}
