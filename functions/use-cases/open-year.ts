import { type Ask, type AskKind, askIdOf } from '../../core/ask.ts';
import { type Actor, isPathway, type Milestone } from '../../core/codes.ts';
import { PARTICIPATION_MOVES, type Participation, type ParticipationId } from '../../core/participation.ts';
import { penceSchema } from '../../core/pence.ts';
import { type Policy, type PolicyFor, planOf, type WindowName, windowOf } from '../../core/policy.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

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
      events: [opened(active, policy)],
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
  const ask = (kind: AskKind, window: WindowName, milestone?: Milestone): Ask => ({
    type: 'ask',
    version: (earlier.find(({ id }) => id === askIdOf(participation.id, kind, milestone))?.version ?? 0) + 1,
    id: askIdOf(participation.id, kind, milestone),
    participationId: participation.id,
    kind,
    ...(milestone ? { milestone } : {}),
    hub: participation.hub,
    urn: participation.urn,
    schoolName: participation.schoolName,
    status: 'open',
    ...windowOf(policy, window),
  });
  return [
    ...participation.milestones.map(({ milestone }) => ask('declaration', milestone, milestone)),
    ...(isPathway(participation.stage) ? [ask('progression', 'progression')] : []),
  ];
}

function opened(participation: Participation, { version: policyVersion }: Policy) {
  const { generation } = participation;
  return announce(participation, {
    type: 'YearOpened',
    data: { ...about(participation), generation, policyVersion },
  });
}

/** The milestones that are neither declared nor missed, in their order, and the progression ask. */
function stillToDo(participation: Participation, asks: readonly Ask[]): StepOutput<'open-year'> {
  const keep = (kind: AskKind, milestone?: Milestone) => {
    const ask = asks.find((each) => each.kind === kind && each.milestone === milestone);
    if (!ask) throw new Error(`${participation.id} has no ${kind} ask`);
    const { id, opensAt, closesAt } = ask;
    return { id, opensAt, closesAt };
  };
  return {
    standing: 'current',
    milestones: participation.milestones
      .filter(({ status }) => status === 'to-do')
      .map(({ milestone }) => keep('declaration', milestone)),
    progression: isPathway(participation.stage) ? keep('progression') : null,
  };
}
