import { ASK_MOVES, type Ask, type AskId, askIdOf } from '../../core/ask.ts';
import type { Urn, WorkGroupId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { PARTICIPATION_MOVES, type Participation, type ParticipationId } from '../../core/participation.ts';
import { reason } from '../../core/reason.ts';
import { membersWithout, presentMembers, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { handedOver } from './restart.ts';
import { tryAgain } from './try-again.ts';

export interface LeaveWorkGroupDeps {
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly commit: Commit;
}

/**
 * A school gives up its seat before the year begins and waits for another: the placement ask is open again, and a
 * new generation of the placement keeps its deadline. Once the year has begun, leaving is withdrawing.
 */
export function leaveWorkGroup(
  input: {
    readonly workGroupId: WorkGroupId;
    readonly urn: Urn;
    readonly caller: Caller;
    readonly now: Instant;
  },
  deps: LeaveWorkGroupDeps,
): Promise<WorkGroup | Refusal> {
  const { workGroupId, urn, caller, now } = input;
  return tryAgain(async () => {
    const group = await deps.readWorkGroup(workGroupId);
    if (!group || !maySee(caller, group.hub)) return { refused: [reason('not-found', 'id')] };
    const member = presentMembers(group).find((each) => each.urn === urn);
    if (!member) return { refused: [reason('not-a-member', 'urn')] };
    const id = member.participationId;
    const [participation, ask] = await Promise.all([
      deps.readParticipation(id),
      deps.readAsk(askIdOf(id, 'placement')),
    ]);
    if (!participation || !ask) throw new Error(`${id} sits in ${workGroupId} and is not there`);
    if (participation.yearDue || !PARTICIPATION_MOVES.permits('unseat', participation.status)) {
      return { refused: [reason('year-has-begun', 'urn')] };
    }
    const left = changed(group, { members: membersWithout(group, id, londonDateOf(now)) });
    const { workGroupId: seat, ...unseated } = participation;
    const waiting = changed<Participation>(unseated, {
      status: PARTICIPATION_MOVES.after('unseat', participation.status),
      generation: participation.generation + 1,
    });
    const { answer, answeredAt, answeredBy, ...asked } = ask;
    const open = changed<Ask>(asked, { status: ASK_MOVES.after('reopen', ask.status) });
    const commitment = await deps.commit({
      puts: [left, waiting, open],
      events: [
        announce(
          waiting,
          { type: 'SeatLeft', data: { ...about(waiting), workGroupId } },
          ...handedOver(participation, waiting),
        ),
      ],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? left : undefined;
  });
}
