import type { Ask } from '../../core/ask.ts';
import type { SpecialistId, WorkGroupId } from '../../core/codes.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Participation } from '../../core/participation.ts';
import { type Policy, type PolicyFor, workGroupKindOf } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { presentMembers, type WorkGroup } from '../../core/work-group.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Answering } from './answering.ts';
import { maySee } from './caller.ts';
import { seat } from './form-work-group.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface JoinWorkGroupDeps {
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/** Answers a placement ask with a group that is there: the school takes a seat, if one is free. */
export async function joinWorkGroup(
  answering: Answering,
  { workGroupId }: { readonly workGroupId: WorkGroupId },
  deps: JoinWorkGroupDeps,
): Promise<Ask | Refusal | undefined> {
  const { participation, caller, now } = answering;
  const group = await deps.readWorkGroup(workGroupId);
  if (!group || !maySee(caller, group.hub)) return { refused: [reason('group-unknown', 'workGroupId')] };
  const policy = await deps.policyFor(group.academicYear);
  const lead = await deps.readSpecialist(group.lead);
  if (!policy || !lead) throw new Error(`${group.id} has no policy or no lead`);
  const refusal = refusalOf(joiningReasons(participation, group, lead, policy));
  if (refusal) return refusal;
  const { id, urn } = participation;
  const seated = seat(answering, group);
  const commitment = await deps.commit({
    puts: [
      seated.participation,
      seated.ask,
      changed(group, {
        members: [...group.members, { participationId: id, urn, joinedOn: londonDateOf(now) }],
      }),
    ],
    unchanged: [lead],
    events: [seated.events],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? seated.ask : undefined;
}

function joiningReasons(
  { academicYear, stage, hub, urn }: Participation,
  group: WorkGroup,
  lead: Specialist,
  policy: Policy,
): Reason[] {
  const fits =
    group.kind === workGroupKindOf(stage) &&
    (group.topic === undefined || group.topic === stage) &&
    group.academicYear === academicYear &&
    group.hub === hub;
  const { most, outside } = policy.workGroups[group.kind];
  // Where the policy refuses another size, no confirmation makes a seat: a Development group stays two schools.
  const insisted = outside === 'confirm' && group.sizeConfirmed;
  const full = presentMembers(group).length >= most && !insisted;
  return [
    ...(fits ? [] : [reason('group-of-another-kind', 'workGroupId')]),
    ...(full ? [reason('group-full', 'workGroupId')] : []),
    ...(lead.urn === urn ? [reason('lead-of-member-school', 'workGroupId')] : []),
  ];
}
