import type { Ask } from '../../core/ask.ts';
import type { Claim } from '../../core/claim.ts';
import {
  type Actor,
  type Instalment,
  type SpecialistId,
  type SpecialistStage,
  specialistStageSchema,
  termSchema,
} from '../../core/codes.ts';
import {
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  specialistOf,
} from '../../core/participation.ts';
import { penceSchema } from '../../core/pence.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { askOfYear, askToKeep, decisionToKeep } from './ask-to-keep.ts';
import { escalationOf } from './begin-specialist-year.ts';
import { yearOpened } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';
import { type YearQuestion, yearAsk } from './year-ask.ts';

export interface OpenSpecialistYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly participationsOf: (id: SpecialistId) => Promise<Participation[]>;
  readonly claimsOf: (id: ParticipationId) => Promise<Claim[]>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Opens a Specialist's year under the policy of the day: a training year with its milestones and, in the second, the
 * assessor's question; a year of leading with the days of each term. Where that has been done, a retry or a restart,
 * it answers with what is still to do.
 */
export function openSpecialistYear(
  { participationId, generation, enteredAt }: StepInput<'open-specialist-year'>,
  by: Actor,
  deps: OpenSpecialistYearDeps,
): Promise<StepOutput<'open-specialist-year'>> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['placed', 'active'])) {
      return { standing: 'superseded', declarations: [], accreditation: null };
    }
    const before = await deps.asksOf(participationId);
    if (participation.status === 'active') return stillToDo(participation, before);
    const policy = await deps.policyFor(participation.academicYear);
    if (!policy) throw new Error(`no policy for ${participation.academicYear}`);
    const active = activated(participation, policy, await releasedEarlier(participation, deps));
    const asks = asksOfYear(active, policy, before);
    const commitment = await deps.commit({
      puts: [active, ...asks],
      events: [yearOpened(active, policy)],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? stillToDo(active, asks) : undefined;
  });
}

/**
 * What earlier years of the same training have released: of one who withdrew from it and applied again, or deferred it.
 * An extension is another matter: it follows a year that was gone through, and the policy says whether it is paid.
 */
async function releasedEarlier(
  { id, stage, repeated, releasedBefore = [] }: Participation,
  deps: OpenSpecialistYearDeps,
): Promise<Instalment[]> {
  if (stage === 'leading' || repeated) return releasedBefore;
  const years = await deps.participationsOf(specialistOf(id));
  const earlier = years.filter((each) => each.stage === stage && each.id !== id);
  const claims = await Promise.all(earlier.map((each) => deps.claimsOf(each.id)));
  return [...releasedBefore, ...claims.flat().map(({ instalment }) => instalment)];
}

function activated(
  participation: Participation,
  policy: Policy,
  released: readonly Instalment[],
): Participation {
  const stage = specialistStageSchema.parse(participation.stage);
  const plan = stage === 'leading' ? daysOf(policy) : milestonesOf(participation, stage, policy, released);
  return changed(participation, {
    status: PARTICIPATION_MOVES.after('open', participation.status),
    policyVersion: policy.version,
    ...plan,
  });
}

/** An instalment that is not paid, in pence. */
const NOTHING = penceSchema.parse(0);

/** A year extended is unfunded unless the policy says otherwise; what was released before is not released again. */
function milestonesOf(
  { repeated }: Participation,
  stage: Exclude<SpecialistStage, 'leading'>,
  { specialists: { training, extensionsFunded } }: Policy,
  released: readonly Instalment[],
): Pick<Participation, 'milestones'> {
  const funded = !repeated || extensionsFunded;
  return {
    milestones: training[stage].milestones.map(({ milestone, instalment }) => ({
      milestone,
      instalment: funded && !released.includes(milestone) ? instalment : NOTHING,
      status: 'to-do',
    })),
  };
}

function daysOf({ specialists: { leading } }: Policy): Pick<Participation, 'days'> {
  const { withOtherSchools, hubWork, mostDays: most } = leading;
  const terms = termSchema.options.map((term) => ({ term, status: 'to-do' as const }));
  return { days: { withOtherSchools, hubWork, most, terms } };
}

function asksOfYear(participation: Participation, policy: Policy, earlier: readonly Ask[]): Ask[] {
  const ask = (question: YearQuestion) => yearAsk(participation, question, policy, earlier);
  const { milestones, days, stage } = participation;
  return [
    ...milestones.map(({ milestone }) => ask({ kind: 'declaration', window: milestone, milestone })),
    ...(days?.terms ?? []).map(({ term }) => ask({ kind: 'days', window: term, term })),
    ...(stage === 'training-2'
      ? [escalating(ask({ kind: 'accreditation', window: 'progression' }), policy)]
      : []),
  ];
}

function escalating(ask: Ask, policy: Policy): Ask {
  return { ...ask, escalatesAt: escalationOf(ask.closesAt, policy) };
}

/** What is neither declared nor missed, in its order, and the assessor's question. */
function stillToDo(participation: Participation, asks: readonly Ask[]): StepOutput<'open-specialist-year'> {
  const { milestones, days, stage } = participation;
  const toDo = ({ status }: { readonly status: string }) => status === 'to-do';
  return {
    standing: 'current',
    declarations: [
      ...milestones
        .filter(toDo)
        .map(({ milestone }) => askToKeep(askOfYear(participation, asks, 'declaration', milestone))),
      ...(days?.terms ?? [])
        .filter(toDo)
        .map(({ term }) => askToKeep(askOfYear(participation, asks, 'days', term))),
    ],
    accreditation:
      stage === 'training-2' ? decisionToKeep(askOfYear(participation, asks, 'accreditation')) : null,
  };
}
