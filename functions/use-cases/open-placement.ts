import { type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import { type PolicyFor, windowOf } from '../../core/policy.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { isConducting } from './standing.ts';

export interface OpenPlacementDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly policyFor: PolicyFor;
}

/** Reads what the placement has to wait for. Writes nothing: the enrolment wrote the ask. */
export async function openPlacement(
  { participationId, generation }: StepInput<'open-placement'>,
  deps: OpenPlacementDeps,
): Promise<StepOutput<'open-placement'>> {
  const participation = await deps.readParticipation(participationId);
  const ask = await deps.readAsk(askIdOf(participationId, 'placement'));
  if (!ask || !isConducting(participation, generation, ['enrolled', 'placed'])) {
    return { standing: 'superseded', ask: null, yearOpensAt: null };
  }
  const policy = await deps.policyFor(participation.academicYear);
  if (!policy) throw new Error(`no policy for ${participation.academicYear}`);
  const { id, opensAt, closesAt } = ask;
  return {
    standing: 'current',
    ask: { id, opensAt, closesAt },
    yearOpensAt: windowOf(policy, 'year').opensAt,
  };
}
