import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import {
  hubCodeSchema,
  specialistIdSchema,
  topicSchema,
  urnSchema,
  workGroupIdSchema,
  workGroupKindSchema,
} from './codes.ts';
import { type LondonDate, londonDateSchema } from './instant.ts';
import { hasUnresolvedBefore } from './leading.ts';
import { type ParticipationId, participationIdSchema } from './participation.ts';
import type { Policy } from './policy.ts';
import { type Reason, reason } from './reason.ts';
import { groupsLedIn, isAccreditedBefore, isNotLeadingIn, type Specialist } from './specialist.ts';

/** A Work Group of one academic year. Its members are on its own row: the version guards the last seat. */
export const workGroupSchema = z.strictObject({
  type: z.literal('work-group'),
  version: z.int().positive(),
  id: workGroupIdSchema,
  kind: workGroupKindSchema,
  academicYear: academicYearSchema,
  /** Of a preparatory group. */
  topic: topicSchema.optional(),
  hub: hubCodeSchema,
  /** Who leads it now. */
  lead: specialistIdSchema,
  /** Who has led it, in order; the last period is open. */
  leads: z.array(
    z.strictObject({ lead: specialistIdSchema, from: londonDateSchema, to: londonDateSchema.optional() }),
  ),
  /** Past members too, with the day on which they left. */
  members: z.array(
    z.strictObject({
      participationId: participationIdSchema,
      urn: urnSchema,
      joinedOn: londonDateSchema,
      leftOn: londonDateSchema.optional(),
    }),
  ),
  /** The hub insisted on a size outside the usual. */
  sizeConfirmed: z.boolean(),
});
export type WorkGroup = z.infer<typeof workGroupSchema>;

/** The form with which a hub forms a Work Group of waiting schools. */
export const workGroupFormSchema = z.strictObject({
  kind: workGroupKindSchema,
  academicYear: academicYearSchema,
  lead: specialistIdSchema,
  /** One transaction seats them all; no Work Group is near this size. */
  schools: z.array(urnSchema).min(1).max(12),
  confirmSize: z.boolean().default(false),
  /** Of a preparatory group; where it is left out, the one that all the schools wait for. */
  topic: topicSchema.optional(),
});

/** The schools that sit in the group now. */
export function presentMembers({ members }: WorkGroup): WorkGroup['members'] {
  return members.filter(({ leftOn }) => leftOn === undefined);
}

/** The members once this one has left: never before it came, though its withdrawal may take effect earlier. */
export function membersWithout(
  group: WorkGroup,
  id: ParticipationId,
  leftOn: LondonDate,
): WorkGroup['members'] {
  return group.members.map((member) => {
    if (member.participationId !== id || member.leftOn !== undefined) return member;
    return { ...member, leftOn: leftOn < member.joinedOn ? member.joinedOn : leftOn };
  });
}

/** Why this many schools cannot form a group of this kind; empty when they can. */
export function sizeReasons(
  schools: number,
  kind: WorkGroup['kind'],
  confirmed: boolean,
  policy: Policy,
  field: string,
): Reason[] {
  const { least, most, outside } = policy.workGroups[kind];
  if (least <= schools && schools <= most) return [];
  const usual = least === most ? `${least}` : `${least} to ${most}`;
  if (outside === 'confirm') {
    if (confirmed) return [];
    return [
      reason('group-size-unconfirmed', 'confirmSize', `The usual size is ${usual} schools, not ${schools}.`),
    ];
  }
  const code = schools < least ? 'group-too-small' : 'group-too-large';
  return [reason(code, field, `This kind of Work Group has ${usual} schools, not ${schools}.`)];
}

/**
 * Why this Specialist cannot lead schools with these URNs in this academic year; empty when they can. Source: the seed,
 * accredited Specialists lead "other schools", from their third year on.
 */
export function leadReasons(
  lead: Specialist | undefined,
  memberUrns: readonly string[],
  academicYear: WorkGroup['academicYear'],
  policy: Policy,
): Reason[] {
  if (!lead) return [reason('lead-unknown', 'lead')];
  const tooEarly = lead.accredited && !isAccreditedBefore(lead, academicYear);
  return [
    ...(lead.accredited ? [] : [reason('lead-not-accredited', 'lead')]),
    ...(tooEarly ? [reason('lead-not-yet', 'lead')] : []),
    ...(isNotLeadingIn(lead, academicYear) ? [reason('lead-not-leading', 'lead')] : []),
    ...(memberUrns.includes(lead.urn) ? [reason('lead-of-member-school', 'lead')] : []),
    ...(hasUnresolvedBefore(lead, academicYear) ? [reason('lead-in-conflict', 'lead')] : []),
    ...(groupsLedIn(lead, academicYear) >= policy.groupsPerLead ? [reason('lead-fully-booked', 'lead')] : []),
  ];
}
