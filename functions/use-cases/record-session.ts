import type { Urn, WorkGroupId } from '../../core/codes.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { type PolicyFor, windowOf } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { Hash } from '../../core/seal.ts';
import { type Session, sessionIdOf } from '../../core/session.ts';
import type { WorkGroup } from '../../core/work-group.ts';
import type { Commit } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface RecordSessionDeps {
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
  readonly sessionsOf: (id: WorkGroupId) => Promise<readonly Session[]>;
  readonly hash: Hash;
}

export interface RecordSession {
  readonly workGroupId: WorkGroupId;
  readonly heldOn: LondonDate;
  readonly sessionType: Session['sessionType'];
  readonly attended: readonly Urn[];
  readonly caller: Caller;
  readonly now: Instant;
}

/**
 * Records what schools received, as it happens: a meeting of the Work Group or the Specialist's visit. The same session
 * again is the same session.
 */
export function recordSession(input: RecordSession, deps: RecordSessionDeps): Promise<Session | Refusal> {
  const { workGroupId, heldOn, sessionType, attended, caller, now } = input;
  return tryAgain(async () => {
    const group = await deps.readWorkGroup(workGroupId);
    if (!group || !maySee(caller, group.hub)) return { refused: [reason('not-found', 'id')] };
    const policy = await deps.policyFor(group.academicYear);
    if (!policy) throw new Error(`no policy for ${group.academicYear}`);
    const { opensAt, closesAt } = windowOf(policy, 'year');
    const outside = heldOn < londonDateOf(opensAt) || heldOn > londonDateOf(closesAt);
    const refusal = refusalOf([
      ...(heldOn > londonDateOf(now) ? [reason('held-in-future', 'heldOn')] : []),
      ...(outside ? [reason('held-outside-year', 'heldOn')] : []),
      ...attended.flatMap((urn, index) => attendanceReasons(urn, index, attended, group)),
    ]);
    if (refusal) return refusal;
    const id = sessionIdOf({ workGroupId, heldOn, sessionType, attended: [...attended] }, deps.hash);
    const before = (await deps.sessionsOf(workGroupId)).find((each) => each.id === id);
    if (before) return before;
    const session: Session = {
      type: 'session',
      version: 1,
      id,
      workGroupId,
      hub: group.hub,
      heldOn,
      sessionType,
      attended: [...attended],
    };
    const { id: sessionId, hub } = session;
    const data = { workGroupId, sessionId, sessionType, heldOn, attended: [...attended] };
    const commitment = await deps.commit({
      puts: [session],
      unchanged: [group],
      events: [
        {
          subject: sessionId,
          subjectVersion: 1,
          hub,
          announcements: [{ type: 'SessionRecorded', data }],
        },
      ],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? session : undefined;
  });
}

/** Who attended was a member, then or now, and is named once. */
function attendanceReasons(
  urn: Urn,
  index: number,
  attended: readonly Urn[],
  { members }: WorkGroup,
): Reason[] {
  const field = `attended.${index}`;
  return [
    ...(members.some((member) => member.urn === urn) ? [] : [reason('not-a-member', field)]),
    ...(attended.indexOf(urn) < index ? [reason('school-repeated', field)] : []),
  ];
}
