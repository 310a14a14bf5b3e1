import { yearAfter } from '../../core/academic-year.ts';
import {
  type Ask,
  type AskId,
  askIdOf,
  type ProgressionAnswer,
  progressionAnswerSchema,
} from '../../core/ask.ts';
import type { Actor, PathwayStage, Urn } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import {
  nextStage,
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  participationIdOf,
} from '../../core/participation.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import { type Commit, changed, conflictsOn, type Row, type SubjectEvents } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { about, announce } from './participation-events.ts';
import { placementAskOf } from './placement-ask.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface CloseYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/** What the closing of a year writes for the next one. */
interface NextYear {
  readonly puts: readonly Row[];
  readonly events: readonly SubjectEvents[];
}

const NOTHING_NEXT: NextYear = { puts: [], events: [] };

/**
 * Closes the year with what the hub decided, or as undecided; where the school goes on, the next participation,
 * its placement ask and PlacementDue are part of the same change.
 */
export async function closeYear(
  { participationId, generation, enteredAt }: StepInput<'close-year'>,
  by: Actor,
  deps: CloseYearDeps,
): Promise<StepOutput<'close-year'>> {
  // The school's place next year may have been taken by a form meanwhile: then the year closes without opening it.
  let placeTaken = false;
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['active', 'closed'])) return { standing: 'superseded' };
    if (participation.status === 'closed') return { standing: 'current' };
    const answer = await progressionOf(participationId, deps);
    const closed = changed(participation, {
      status: PARTICIPATION_MOVES.after('close', participation.status),
      outcome: answer?.decision ?? 'undecided',
    });
    const stage = answer && nextStage(participation.stage, answer.decision);
    const next =
      stage && !placeTaken ? await nextYear(participation, stage, answer, enteredAt, deps) : NOTHING_NEXT;
    const commitment = await deps.commit({
      puts: [closed, ...next.puts],
      events: [
        announce(closed, {
          type: 'YearClosed',
          data: { ...about(closed), outcome: answer?.decision ?? 'undecided' },
        }),
        ...next.events,
      ],
      at: enteredAt,
      by,
    });
    if (commitment.outcome === 'committed') return { standing: 'current' };
    placeTaken ||= conflictsOn(commitment, 'pathway-guard');
    return undefined;
  });
}

/** The hub's answer; undefined where the ask expired. */
async function progressionOf(
  id: ParticipationId,
  deps: Pick<CloseYearDeps, 'readAsk'>,
): Promise<ProgressionAnswer | undefined> {
  const ask = await deps.readAsk(askIdOf(id, 'progression'));
  return ask?.status === 'answered' ? progressionAnswerSchema.parse(ask.answer) : undefined;
}

async function nextYear(
  before: Participation,
  stage: PathwayStage,
  answer: ProgressionAnswer,
  now: Instant,
  deps: Pick<CloseYearDeps, 'readSchool' | 'policyFor'>,
): Promise<NextYear> {
  const academicYear = yearAfter(before.academicYear);
  const [school, policy] = await Promise.all([deps.readSchool(before.urn), deps.policyFor(academicYear)]);
  if (!school || !policy)
    throw new Error(`${before.id} cannot go on: no school or no policy for ${academicYear}`);
  const participation: Participation = {
    type: 'participation',
    version: 1,
    id: participationIdOf(before.urn, academicYear, stage),
    urn: before.urn,
    schoolName: school.name,
    hub: school.hub ?? before.hub,
    academicYear,
    stage,
    status: 'enrolled',
    generation: 1,
    enrolmentId: before.enrolmentId,
    activities: answer.activities ?? carriedOver(before, stage, policy),
    milestones: [],
    yearDue: false,
    failedExecutions: [],
    enrolledOn: londonDateOf(now),
  };
  const { urn, id, generation } = participation;
  return {
    puts: [
      participation,
      placementAskOf(participation, policy, now),
      { type: 'pathway-guard', version: 1, urn, academicYear, participationId: id },
    ],
    events: [
      announce(participation, { type: 'PlacementDue', data: { ...about(participation), generation } }),
    ],
  };
}

/** This year's activities that next year's stage knows too: all of them where it is the same stage. */
function carriedOver({ activities }: Participation, stage: PathwayStage, policy: Policy) {
  const known = policy.stages[stage].activities;
  return activities.filter((activity) => known.includes(activity));
}
