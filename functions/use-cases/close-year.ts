import { yearAfter } from '../../core/academic-year.ts';
import { askIdOf, type ProgressionAnswer, progressionAnswerSchema } from '../../core/ask.ts';
import { type Activity, type Actor, isPathway, type PathwayStage, type Urn } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import {
  type Outcome,
  PARTICIPATION_MOVES,
  type Participation,
  participationIdOf,
} from '../../core/participation.ts';
import { type Policy, type PolicyFor, planOf } from '../../core/policy.ts';
import { stageToCome } from '../../core/progression.ts';
import type { School } from '../../core/school.ts';
import { type Commit, changed, type Row, type SubjectEvents } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { type BeginParticipationDeps, beginParticipation, yearAfterPause } from './begin-participation.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface CloseYearDeps extends BeginParticipationDeps {
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/** What the closing of a year leaves behind for a later one. */
interface Sequel {
  readonly puts: readonly Row[];
  readonly events: readonly SubjectEvents[];
  /** Announced with the closing itself. */
  readonly announcements: readonly Announcement[];
}

const NOTHING_FOLLOWS: Sequel = { puts: [], events: [], announcements: [] };

/**
 * Closes the year with what the hub decided, or as undecided; where the school goes on, the next participation, its
 * placement ask and PlacementDue are part of the same change; where it pauses, the row that brings it back.
 */
export function closeYear(
  { participationId, generation, enteredAt }: StepInput<'close-year'>,
  by: Actor,
  deps: CloseYearDeps,
): Promise<StepOutput<'close-year'>> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['active', 'closed'])) return { standing: 'superseded' };
    if (participation.status === 'closed') return { standing: 'current' };
    const answer = await progressionOf(participation, deps);
    const outcome = outcomeOf(participation, answer);
    const closed = changed(participation, {
      status: PARTICIPATION_MOVES.after('close', participation.status),
      outcome,
    });
    const sequel = answer ? await sequelOf(participation, answer, enteredAt, deps) : NOTHING_FOLLOWS;
    const commitment = await deps.commit({
      puts: [closed, ...sequel.puts],
      events: [
        announce(
          closed,
          { type: 'YearClosed', data: { ...about(closed), outcome } },
          ...sequel.announcements,
        ),
        ...sequel.events,
      ],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? { standing: 'current' } : undefined;
  });
}

/** A preparatory year just ends; a year of the pathway ends with a decision, or without one. */
function outcomeOf({ stage }: Participation, answer: ProgressionAnswer | undefined): Outcome {
  return isPathway(stage) ? (answer?.decision ?? 'undecided') : 'finish';
}

/** The hub's answer; undefined where the ask expired, or nothing was asked. */
async function progressionOf(
  { id }: Participation,
  deps: Pick<CloseYearDeps, 'readAsk'>,
): Promise<ProgressionAnswer | undefined> {
  const ask = await deps.readAsk(askIdOf(id, 'progression'));
  return ask?.status === 'answered' ? progressionAnswerSchema.parse(ask.answer) : undefined;
}

async function sequelOf(
  before: Participation,
  answer: ProgressionAnswer,
  now: Instant,
  deps: CloseYearDeps,
): Promise<Sequel> {
  const stage = stageToCome(before, answer.decision);
  if (!stage) return NOTHING_FOLLOWS;
  if (answer.decision === 'pause') return pauseOf(before, stage, answer);
  const academicYear = yearAfter(before.academicYear);
  const [school, policy] = await Promise.all([deps.readSchool(before.urn), deps.policyFor(academicYear)]);
  if (!school || !policy)
    throw new Error(`${before.id} cannot go on: no school or no policy for ${academicYear}`);
  const begun = await beginParticipation(
    {
      school,
      hub: school.hub ?? before.hub,
      policy,
      stage,
      repeated: stage === before.stage,
      enrolmentId: before.enrolmentId,
      activities: answer.activities ?? carriedOver(before.activities, stage, policy),
      now,
      announcements: () => [],
    },
    deps,
  );
  // The school's place next year may have been taken by a form meanwhile: the year closes without opening it.
  return begun ? { puts: begun.puts, events: [begun.events], announcements: [] } : NOTHING_FOLLOWS;
}

/** A pause misses one year. */
function pauseOf(before: Participation, stage: PathwayStage, { activities }: ProgressionAnswer): Sequel {
  const rejoins = yearAfterPause(before.academicYear);
  return {
    puts: [
      {
        type: 'rejoining',
        version: 1,
        id: participationIdOf(before.urn, rejoins, stage),
        after: before.id,
        urn: before.urn,
        hub: before.hub,
        academicYear: rejoins,
        stage,
        repeated: false,
        enrolmentId: before.enrolmentId,
        activities: activities ?? before.activities,
        status: 'waiting',
      },
    ],
    events: [],
    announcements: [{ type: 'SchoolPaused', data: { ...about(before), rejoins } }],
  };
}

/** This year's activities that next year's stage knows too: all of them where it is the same stage. */
export function carriedOver(
  activities: readonly Activity[],
  stage: PathwayStage,
  policy: Policy,
): readonly Activity[] {
  const known = planOf(policy, stage)?.activities ?? [];
  return activities.filter((activity) => known.includes(activity));
}
