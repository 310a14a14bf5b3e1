import { ASK_MOVES, type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { EnrolmentId, Milestone, SpecialistStage } from '../../core/codes.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import { londonClosing, londonDateOf } from '../../core/london.ts';
import {
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  participationIdOf,
} from '../../core/participation.ts';
import { deadlineOf, type Policy, windowOf } from '../../core/policy.ts';
import type { Specialist } from '../../core/specialist.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Begun } from './begin-participation.ts';
import { announce } from './participation-events.ts';
import { due } from './restart.ts';

export interface BeginSpecialistYearDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
}

export interface SpecialistBeginning {
  /** As it will be in the same change. */
  readonly specialist: Specialist;
  /** Of the year that begins. */
  readonly policy: Policy;
  readonly stage: SpecialistStage;
  /** What has to be decided first: an application, or whether to lead. Nothing, where the place is theirs already. */
  readonly decision: { readonly kind: 'selection' | 'leading'; readonly closesAt: Instant } | undefined;
  readonly repeated: boolean;
  readonly enrolmentId: EnrolmentId | undefined;
  readonly releasedBefore?: readonly Milestone[] | undefined;
  readonly now: Instant;
  /** What is announced before SelectionDue. */
  readonly announcements?: (participation: Participation) => readonly Announcement[];
}

/**
 * Begins a Specialist's year: enrolled with the ask that decides about it, or placed where nothing is left to decide,
 * and SelectionDue. One that ended earlier without having opened begins anew as its next generation. Undefined where
 * the year is there already.
 */
export async function beginSpecialistYear(
  beginning: SpecialistBeginning,
  deps: BeginSpecialistYearDeps,
): Promise<Begun | undefined> {
  const { specialist, policy, stage, decision } = beginning;
  const id = participationIdOf(specialist.id, policy.academicYear, stage);
  const [earlier, ask] = await Promise.all([
    deps.readParticipation(id),
    decision && deps.readAsk(askIdOf(id, decision.kind)),
  ]);
  if (earlier && !PARTICIPATION_MOVES.permits('re-enrol', earlier.status)) return undefined;
  const participation = begun(beginning, id, earlier);
  const announcements = beginning.announcements?.(participation) ?? [];
  return {
    participation,
    puts: [participation, ...(decision ? [askOf(participation, beginning, decision, ask)] : [])],
    events: announce(participation, ...announcements, due(participation)),
  };
}

function begun(
  { specialist, policy, stage, decision, repeated, enrolmentId, releasedBefore, now }: SpecialistBeginning,
  id: ParticipationId,
  earlier: Participation | undefined,
): Participation {
  const { hub, urn, schoolName } = specialist;
  return {
    type: 'participation',
    version: (earlier?.version ?? 0) + 1,
    id,
    urn,
    schoolName,
    hub,
    academicYear: policy.academicYear,
    stage,
    status: decision ? 'enrolled' : 'placed',
    generation: (earlier?.generation ?? 0) + 1,
    enrolmentId,
    repeated,
    activities: [],
    milestones: [],
    ...(releasedBefore ? { releasedBefore: [...releasedBefore] } : {}),
    yearDue: false,
    failedExecutions: [],
    enrolledOn: londonDateOf(now),
  };
}

function askOf(
  { id, hub, urn, schoolName }: Participation,
  { policy, now }: SpecialistBeginning,
  { kind, closesAt }: { readonly kind: 'selection' | 'leading'; readonly closesAt: Instant },
  earlier: Ask | undefined,
): Ask {
  return {
    type: 'ask',
    version: (earlier?.version ?? 0) + 1,
    id: askIdOf(id, kind),
    participationId: id,
    kind,
    hub,
    urn,
    schoolName,
    status: earlier ? ASK_MOVES.after('reopen', earlier.status) : 'open',
    opensAt: now,
    closesAt,
    ...(kind === 'selection' ? { escalatesAt: escalationOf(closesAt, policy) } : {}),
  };
}

/** When a decision that only an admin can take is escalated: so many days of 24 hours before its deadline. */
export function escalationOf(closesAt: Instant, policy: Policy): Instant {
  return instantOf(Date.parse(closesAt) - policy.specialists.escalationDays * 86_400_000);
}

/** Until when an application is decided about. */
export const selectionClosesAt = (policy: Policy): Instant => deadlineOf(policy, 'selection');

/** However late somebody is accredited, there is a week to say whether they lead. */
const LEAST_DAYS_TO_DECIDE = 7;

/**
 * Until when leading in the next year is decided about, by the policy of the year before: the end of its progression
 * window, or a week from now where that is later, but not into the next year, unless that has begun already.
 */
export function leadingClosesAt(policy: Policy, now: Instant): Instant {
  const window = windowOf(policy, 'progression').closesAt;
  const week = londonClosing(now, LEAST_DAYS_TO_DECIDE);
  const end = windowOf(policy, 'year').closesAt;
  const later = window > week ? window : week;
  return later < end || end <= now ? later : end;
}
