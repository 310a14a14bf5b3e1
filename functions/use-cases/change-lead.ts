import type { SpecialistId, WorkGroupId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { isInConflict, withResolved } from '../../core/leading.ts';
import { londonDateOf } from '../../core/london.ts';
import type { PolicyFor } from '../../core/policy.ts';
import { reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { leadReasons, presentMembers, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { type Caller, maySee } from './caller.ts';
import { announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface ChangeLeadDeps {
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Hands a Work Group to another Specialist from today on: one period closed, one opened, on all three rows. A conflict
 * about the group is resolved by it.
 */
export function changeLead(
  input: {
    readonly workGroupId: WorkGroupId;
    readonly lead: SpecialistId;
    readonly caller: Caller;
    readonly now: Instant;
  },
  deps: ChangeLeadDeps,
): Promise<WorkGroup | Refusal> {
  const { workGroupId, caller, now } = input;
  return tryAgain(async () => {
    const group = await deps.readWorkGroup(workGroupId);
    if (!group || !maySee(caller, group.hub)) return { refused: [reason('not-found', 'id')] };
    if (group.lead === input.lead) return { refused: [reason('lead-unchanged', 'lead')] };
    const { academicYear, hub } = group;
    const [policy, next, former] = await Promise.all([
      deps.policyFor(academicYear),
      deps.readSpecialist(input.lead),
      deps.readSpecialist(group.lead),
    ]);
    if (!policy || !former) throw new Error(`${group.id} has no policy or no lead`);
    const urns = presentMembers(group).map(({ urn }) => urn);
    const refusal = refusalOf(leadReasons(next, urns, academicYear, policy));
    if (refusal) return refusal;
    if (!next) throw new Error('a group without a lead was not refused');
    const today = londonDateOf(now);
    const led = changed(group, {
      lead: next.id,
      leads: [
        ...group.leads.map((period) => (period.to === undefined ? { ...period, to: today } : period)),
        { lead: next.id, from: today },
      ],
    });
    const freed = changed(former, {
      leading: former.leading.map((each) =>
        each.workGroupId === workGroupId && each.to === undefined ? { ...each, to: today } : each,
      ),
      conflicts: withResolved(former, (each) => each.workGroupId === workGroupId, today),
    });
    const data = { workGroupId, lead: next.id, formerLead: former.id };
    const commitment = await deps.commit({
      puts: [
        led,
        freed,
        changed(next, { leading: [...next.leading, { workGroupId, academicYear, from: today }] }),
      ],
      events: [
        {
          subject: workGroupId,
          subjectVersion: led.version,
          hub,
          announcements: [{ type: 'WorkGroupLeadChanged', data }],
        },
        announce(freed, ...(isInConflict(former, workGroupId) ? [resolved(former, workGroupId)] : [])),
      ],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? led : undefined;
  });
}

/** Somebody else leads the group that this Specialist must not go on leading. */
function resolved({ id }: Specialist, workGroupId: WorkGroupId): Announcement {
  return { type: 'LeadConflictResolved', data: { specialistId: id, workGroupId } };
}
