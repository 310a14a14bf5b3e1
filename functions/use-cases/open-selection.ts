import { type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type PolicyFor, windowOf } from '../../core/policy.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { decisionToKeep } from './ask-to-keep.ts';
import { isConducting } from './standing.ts';

export interface OpenSelectionDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly policyFor: PolicyFor;
}

/**
 * Reads what a Specialist's participation has to wait for: the decision about it, unless the place is theirs already,
 * and the day on which the year opens. Writes nothing: whoever began the participation wrote the ask.
 */
export async function openSelection(
  { participationId, generation }: StepInput<'open-selection'>,
  deps: OpenSelectionDeps,
): Promise<StepOutput<'open-selection'>> {
  const participation = await deps.readParticipation(participationId);
  if (!isConducting(participation, generation, ['enrolled', 'placed'])) {
    return { standing: 'superseded', ask: null, yearOpensAt: null };
  }
  const policy = await deps.policyFor(participation.academicYear);
  if (!policy) throw new Error(`no policy for ${participation.academicYear}`);
  return {
    standing: 'current',
    ask: participation.status === 'placed' ? null : await decisionOf(participation, deps),
    yearOpensAt: windowOf(policy, 'year').opensAt,
  };
}

async function decisionOf({ id, stage }: Participation, deps: OpenSelectionDeps) {
  const ask = await deps.readAsk(askIdOf(id, stage === 'leading' ? 'leading' : 'selection'));
  if (!ask) throw new Error(`nothing is asked about ${id}`);
  return decisionToKeep(ask);
}
