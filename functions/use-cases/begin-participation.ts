import { type AcademicYear, yearAfter } from '../../core/academic-year.ts';
import { ASK_MOVES, type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Activity, EnrolmentId, HubCode, Stage, Urn } from '../../core/codes.ts';
import { isPathway } from '../../core/codes.ts';
import type { PathwayGuard } from '../../core/guard.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import {
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  participationIdOf,
} from '../../core/participation.ts';
import { deadlineOf, type Policy } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import type { Row, SubjectEvents } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { about, announce } from './participation-events.ts';

/** What has to be read before a participation begins: it may have been there, and ended, earlier in the year. */
export interface BeginParticipationDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readPathwayGuard: (urn: Urn, year: AcademicYear) => Promise<PathwayGuard | undefined>;
}

export interface Beginning {
  readonly school: School;
  readonly hub: HubCode;
  readonly policy: Policy;
  readonly stage: Stage;
  readonly repeated: boolean;
  readonly enrolmentId: EnrolmentId | undefined;
  readonly activities: readonly Activity[];
  readonly now: Instant;
  /** What is announced before PlacementDue. */
  readonly announcements: (participation: Participation) => readonly Announcement[];
}

/** The rows and events with which a participation begins. */
export interface Begun {
  readonly participation: Participation;
  readonly puts: readonly Row[];
  readonly events: SubjectEvents;
}

/**
 * Begins a participation: enrolled, with its placement ask, its guard and PlacementDue. One that was withdrawn or
 * not placed earlier in the year begins anew as its next generation. Undefined where the place is taken.
 */
export async function beginParticipation(
  beginning: Beginning,
  deps: BeginParticipationDeps,
): Promise<Begun | undefined> {
  const { school, policy, stage } = beginning;
  const { academicYear } = policy;
  const id = participationIdOf(school.urn, academicYear, stage);
  const [earlier, ask, guard] = await Promise.all([
    deps.readParticipation(id),
    deps.readAsk(askIdOf(id, 'placement')),
    deps.readPathwayGuard(school.urn, academicYear),
  ]);
  if (earlier && !PARTICIPATION_MOVES.permits('re-enrol', earlier.status)) return undefined;
  if (isPathway(stage) && guard?.live) return undefined;
  const participation = enrolled(beginning, id, earlier);
  const { generation } = participation;
  return {
    participation,
    puts: [
      participation,
      placementAsk(participation, policy, beginning.now, ask),
      ...(isPathway(stage) ? [guardOf(participation, guard)] : []),
    ],
    events: announce(participation, ...beginning.announcements(participation), {
      type: 'PlacementDue',
      data: { ...about(participation), generation },
    }),
  };
}

function enrolled(
  { school, hub, policy, stage, repeated, enrolmentId, activities, now }: Beginning,
  id: ParticipationId,
  earlier: Participation | undefined,
): Participation {
  return {
    type: 'participation',
    version: (earlier?.version ?? 0) + 1,
    id,
    urn: school.urn,
    schoolName: school.name,
    hub,
    academicYear: policy.academicYear,
    stage,
    status: earlier ? PARTICIPATION_MOVES.after('re-enrol', earlier.status) : 'enrolled',
    generation: (earlier?.generation ?? 0) + 1,
    enrolmentId,
    repeated,
    activities: [...activities],
    milestones: [],
    yearDue: false,
    failedExecutions: [],
    enrolledOn: londonDateOf(now),
  };
}

/** The ask with which every participation begins: which Work Group? Open at once, until the year's deadline. */
function placementAsk(
  { id, hub, urn, schoolName }: Participation,
  policy: Policy,
  now: Instant,
  earlier: Ask | undefined,
): Ask {
  return {
    type: 'ask',
    version: (earlier?.version ?? 0) + 1,
    id: askIdOf(id, 'placement'),
    participationId: id,
    kind: 'placement',
    hub,
    urn,
    schoolName,
    status: earlier ? ASK_MOVES.after('reopen', earlier.status) : 'open',
    opensAt: now,
    closesAt: deadlineOf(policy, 'placement'),
  };
}

function guardOf({ urn, academicYear, id }: Participation, earlier: PathwayGuard | undefined): PathwayGuard {
  const version = (earlier?.version ?? 0) + 1;
  return { type: 'pathway-guard', version, urn, academicYear, participationId: id, live: true };
}

/** The year in which a school that pauses is expected back: it misses one. */
export const yearAfterPause = (year: AcademicYear): AcademicYear => yearAfter(yearAfter(year));
