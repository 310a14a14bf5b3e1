import type { Ask } from '../../core/ask.ts';
import { type Actor, isPathway } from '../../core/codes.ts';
import { PARTICIPATION_MOVES, type Participation, type ParticipationId } from '../../core/participation.ts';
import { penceSchema } from '../../core/pence.ts';
import { type Policy, type PolicyFor, planOf } from '../../core/policy.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { askOfYear, askToKeep } from './ask-to-keep.ts';
import { yearOpened } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';
import { type YearQuestion, yearAsk } from './year-ask.ts';

export interface OpenYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Opens the year: the participation becomes active under the policy of the day, and the year's asks are written.
 * Where that has been done, a retry or a restart, it answers with what is still to do.
 */
export function openYear(
  { participationId, generation, enteredAt }: StepInput<'open-year'>,
  by: Actor,
  deps: OpenYearDeps,
): Promise<StepOutput<'open-year'>> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['placed', 'active'])) {
      return { standing: 'superseded', milestones: [], progression: null };
    }
    if (participation.status === 'active')
      return stillToDo(participation, await deps.asksOf(participationId));
    const policy = await deps.policyFor(participation.academicYear);
    if (!policy) throw new Error(`no policy for ${participation.academicYear}`);
    const active = activated(participation, policy);
    const asks = asksOfYear(active, policy, await deps.asksOf(participationId));
    const commitment = await deps.commit({
      puts: [active, ...asks],
      events: [yearOpened(active, policy)],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? stillToDo(active, asks) : undefined;
  });
}

/** An instalment of a year that is not paid for, in pence. */
const NOTHING = penceSchema.parse(0);

function activated(participation: Participation, policy: Policy): Participation {
  const plan = planOf(policy, participation.stage);
  if (!plan) throw new Error(`the policy of ${policy.academicYear} has no ${participation.stage}`);
  const funded = !participation.repeated || policy.repeatsFunded;
  return changed(participation, {
    status: PARTICIPATION_MOVES.after('open', participation.status),
    policyVersion: policy.version,
    milestones: plan.milestones.map(({ milestone, instalment }) => ({
      milestone,
      instalment: funded ? instalment : NOTHING,
      status: 'to-do',
    })),
  });
}

/**
 * One declaration per milestone, each in its window, and on the pathway the question of what comes next. A school
 * that withdrew and enrolled again is asked anew, on the rows that were there.
 */
function asksOfYear(participation: Participation, policy: Policy, earlier: readonly Ask[]): Ask[] {
  const ask = (question: YearQuestion) => yearAsk(participation, question, policy, earlier);
  return [
    ...participation.milestones.map(({ milestone }) =>
      ask({ kind: 'declaration', window: milestone, milestone }),
    ),
    ...(isPathway(participation.stage) ? [ask({ kind: 'progression', window: 'progression' })] : []),
  ];
}

/** The milestones that are neither declared nor missed, in their order, and the progression ask. */
function stillToDo(participation: Participation, asks: readonly Ask[]): StepOutput<'open-year'> {
  return {
    standing: 'current',
    milestones: participation.milestones
      .filter(({ status }) => status === 'to-do')
      .map(({ milestone }) => askToKeep(askOfYear(participation, asks, 'declaration', milestone))),
    progression: isPathway(participation.stage)
      ? askToKeep(askOfYear(participation, asks, 'progression'))
      : null,
  };
}
