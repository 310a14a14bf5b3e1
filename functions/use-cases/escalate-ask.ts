import { type Ask, type AskId, isToEscalate, nextDueOf, participationOfAsk } from '../../core/ask.ts';
import type { Actor } from '../../core/codes.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface EscalateAskDeps {
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly commit: Commit;
}

/**
 * Tells, once, those who have to decide that time is running out; before its instant it does nothing. Answers with the
 * next instant at which something is due.
 */
export function escalateAsk(
  { askId, generation, enteredAt }: StepInput<'escalate-ask'>,
  by: Actor,
  deps: EscalateAskDeps,
): Promise<StepOutput<'escalate-ask'>> {
  return tryAgain(async () => {
    // In this order: an ask found open was open already when its participation was read.
    const participation = await deps.readParticipation(participationOfAsk(askId));
    const ask = await deps.readAsk(askId);
    if (!ask) throw new Error(`there is no ${askId}`);
    const current = isConducting(participation, generation, ['enrolled', 'active']);
    if (!current || !isToEscalate(ask, enteredAt)) return { awaitUntil: nextDueOf(ask) };
    const escalated = changed(ask, { escalatedAt: enteredAt });
    const after = changed(participation, {});
    const data = { ...about(after), askId, kind: ask.kind, closesAt: ask.closesAt };
    const commitment = await deps.commit({
      puts: [escalated, after],
      events: [announce(after, { type: 'AskEscalated', data })],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? { awaitUntil: nextDueOf(escalated) } : undefined;
  });
}
