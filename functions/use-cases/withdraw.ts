import type { AcademicYear } from '../../core/academic-year.ts';
import { ASK_MOVES, type Ask } from '../../core/ask.ts';
import type { Urn, WithdrawalReason, WorkGroupId } from '../../core/codes.ts';
import type { PathwayGuard } from '../../core/guard.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { PARTICIPATION_MOVES, type Participation, type ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import { membersWithout, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { freedGuard } from './freed-guard.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface WithdrawDeps {
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
 * A school leaves, on any day and wherever its workflow stands: the year stops, its open asks are cancelled, its seat
 * and its place of the year are free again, all in one change. Claims that were raised stay: they were earned.
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
    const [asks, seat, guard] = await Promise.all([
      deps.asksOf(id),
      freedSeat(participation, effectiveOn, deps),
      freedGuard(participation, deps),
    ]);
    const open = asks.filter(({ status }) => ASK_MOVES.permits('cancel', status));
    const cancelled = open.map((ask) => changed(ask, { status: ASK_MOVES.after('cancel', ask.status) }));
    const { generation } = participation;
    const data = { ...about(withdrawn), generation, reason: input.reason, effectiveOn };
    const commitment = await deps.commit({
      puts: [withdrawn, ...cancelled, ...seat, ...guard],
      events: [announce(withdrawn, { type: 'ParticipationWithdrawn', data })],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? withdrawn : undefined;
  });
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
