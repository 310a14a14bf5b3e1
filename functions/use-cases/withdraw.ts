import type { AcademicYear } from '../../core/academic-year.ts';
import { ASK_MOVES, type Ask } from '../../core/ask.ts';
import type { Urn, WithdrawalReason, WorkGroupId } from '../../core/codes.ts';
import type { PathwayGuard } from '../../core/guard.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import {
  isSpecialist,
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  specialistOf,
} from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import { membersWithout, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed, type Row, type SubjectEvents } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { decidedLeading } from './decided-leading.ts';
import { freedGuard } from './freed-guard.ts';
import { freedTeacherGuard, type TeacherGuardDeps } from './freed-teacher-guard.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface WithdrawDeps extends TeacherGuardDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly readPathwayGuard: (urn: Urn, year: AcademicYear) => Promise<PathwayGuard | undefined>;
  readonly commit: Commit;
}

export interface Withdraw {
  readonly id: ParticipationId;
  readonly reason: WithdrawalReason;
  readonly effectiveOn: LondonDate;
  readonly note: string | undefined;
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * A school or Specialist leaves, on any day and wherever the workflow stands: the year stops, its open asks are
 * cancelled, what it kept taken is free again, all in one change. Claims that were raised stay: they were earned.
 * ParticipationWithdrawn stops the execution.
 */
export function withdraw(input: Withdraw, deps: WithdrawDeps): Promise<Participation | Refusal> {
  const { id, caller, now } = input;
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation || !maySee(caller, participation.hub)) return { refused: [reason('not-found', 'id')] };
    if (!PARTICIPATION_MOVES.permits('withdraw', participation.status)) {
      return { refused: [reason('nothing-to-withdraw', '')] };
    }
    const { effectiveOn, note } = input;
    if (effectiveOn < participation.enrolledOn || effectiveOn > londonDateOf(now)) {
      return { refused: [reason('effective-out-of-range', 'effectiveOn')] };
    }
    const withdrawn = changed(participation, {
      status: PARTICIPATION_MOVES.after('withdraw', participation.status),
      withdrawal: { reason: input.reason, effectiveOn, ...(note === undefined ? {} : { note }) },
    });
    const [asks, left] = await Promise.all([deps.asksOf(id), leftBy(participation, effectiveOn, now, deps)]);
    const { generation } = participation;
    const data = { ...about(withdrawn), generation, reason: input.reason, effectiveOn };
    const commitment = await deps.commit({
      puts: [withdrawn, ...cancelled(asks), ...left.puts],
      events: [announce(withdrawn, { type: 'ParticipationWithdrawn', data }), ...left.events],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? withdrawn : undefined;
  });
}

/** The asks that are still open, once nobody is asked any more. */
export function cancelled(asks: readonly Ask[]): Ask[] {
  return asks
    .filter(({ status }) => ASK_MOVES.permits('cancel', status))
    .map((ask) => changed(ask, { status: ASK_MOVES.after('cancel', ask.status) }));
}

interface Left {
  readonly puts: readonly Row[];
  readonly events: readonly SubjectEvents[];
}

/** What leaving frees: a school's seat and its place of the year; a teacher's guard, or the groups that are led. */
async function leftBy(
  participation: Participation,
  leftOn: LondonDate,
  now: Instant,
  deps: WithdrawDeps,
): Promise<Left> {
  if (isSpecialist(participation.id)) return leftBySpecialist(participation, now, deps);
  const [seat, guard] = await Promise.all([
    freedSeat(participation, leftOn, deps),
    freedGuard(participation, deps),
  ]);
  return { puts: [...seat, ...guard], events: [] };
}

async function leftBySpecialist(
  { id, stage, academicYear }: Participation,
  now: Instant,
  deps: WithdrawDeps,
): Promise<Left> {
  if (stage !== 'leading') return { puts: await freedTeacherGuard(id, deps), events: [] };
  const before = await deps.readSpecialist(specialistOf(id));
  if (!before) throw new Error(`${id} has no Specialist`);
  const today = londonDateOf(now);
  const { specialist, announcements } = decidedLeading(before, academicYear, 'not-this-year', today);
  return { puts: [specialist], events: [announce(specialist, ...announcements)] };
}

/** The Work Group's row once the school has left its seat; none where it had none. */
export async function freedSeat(
  { workGroupId, id }: Participation,
  leftOn: LondonDate,
  deps: Pick<WithdrawDeps, 'readWorkGroup'>,
): Promise<WorkGroup[]> {
  if (!workGroupId) return [];
  const group = await deps.readWorkGroup(workGroupId);
  if (!group) throw new Error(`${id} sits in ${workGroupId}, which is not there`);
  return [changed(group, { members: membersWithout(group, id, leftOn) })];
}
