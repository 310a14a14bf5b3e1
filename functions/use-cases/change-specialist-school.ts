import { academicYearOf } from '../../core/academic-year.ts';
import type { EnrolmentId, HubCode, SpecialistId, Urn } from '../../core/codes.ts';
import { type Enrolment, type EnrolmentForm, schoolReasons } from '../../core/enrolment.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { School } from '../../core/school.ts';
import { continued, type Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import { type OwnSchoolConflictDeps, ownSchoolConflicts } from './own-school-conflicts.ts';
import { announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { type SpecialistYearsDeps, yearsMovedWith } from './specialist-years.ts';
import { tryAgain } from './try-again.ts';

export interface ChangeSpecialistSchoolDeps extends SpecialistYearsDeps, OwnSchoolConflictDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly readEnrolment: (id: EnrolmentId) => Promise<Enrolment | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/** What is known of a Specialist's new school. Who its head is goes onto the enrolment, where there is one. */
export interface NewSchool {
  readonly urn: Urn;
  readonly from: LondonDate;
  readonly schoolAgreed: boolean;
  readonly headteacher?: EnrolmentForm['headteacher'] | undefined;
}

/**
 * The Specialist teaches at another school from a day on; the hub follows the school. Live years and their open asks go
 * along, money follows the school of the day, and claims that were raised stay. A group still led that the new school
 * sits in becomes a conflict.
 */
export function changeSpecialistSchool(
  input: {
    readonly id: SpecialistId;
    readonly change: NewSchool;
    readonly caller: Caller;
    readonly now: Instant;
  },
  deps: ChangeSpecialistSchoolDeps,
): Promise<Specialist | Refusal> {
  const { id, change, caller, now } = input;
  const { urn, from } = change;
  return tryAgain(async () => {
    const before = await deps.readSpecialist(id);
    if (!before || before.erasedOn || !maySee(caller, before.hub)) {
      return { refused: [reason('not-found', 'id')] };
    }
    if (before.urn === urn) return { refused: [reason('school-unchanged', 'urn')] };
    const year = academicYearOf(londonDateOf(now));
    const [school, policy] = await Promise.all([deps.readSchool(urn), deps.policyFor(year)]);
    if (!policy) return { refused: [reason('no-policy-for-year', 'from')] };
    const refusal = refusalOf(reasonsAgainst(before, change, school, policy, caller, now));
    if (refusal) return refusal;
    if (!school?.hub) throw new Error('a school that is not there, or without a hub, was not refused');
    const moved = changed(before, movedTo(before, school, school.hub, from));
    const conflicts = await ownSchoolConflicts(moved, londonDateOf(now), deps);
    const specialist = { ...moved, conflicts: conflicts.conflicts };
    const [years, head] = await Promise.all([
      yearsMovedWith(specialist, deps),
      enrolmentWithHead(id, change, deps),
    ]);
    const commitment = await deps.commit({
      puts: [specialist, ...years, ...head],
      unchanged: [school, ...conflicts.groups],
      events: [announce(specialist, ...announced(before, specialist, from), ...conflicts.announcements)],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? specialist : undefined;
  });
}

function reasonsAgainst(
  { schools }: Specialist,
  { from, schoolAgreed }: NewSchool,
  school: School | undefined,
  policy: Policy,
  caller: Caller,
  now: Instant,
): Reason[] {
  const hub = caller.role === 'hub' ? caller.hub : undefined;
  const began = schools.at(-1)?.from;
  const early = began !== undefined && from <= began;
  // A hub has a school of nobody's by enrolling it; this is no enrolment.
  const homeless = hub !== undefined && school !== undefined && school.hub === undefined;
  return [
    ...(homeless ? [reason('school-without-hub', 'urn')] : []),
    ...schoolReasons(school, hub, false, policy),
    ...(early || from > londonDateOf(now) ? [reason('period-overlaps', 'from')] : []),
    ...(schoolAgreed ? [] : [reason('school-not-agreed', 'schoolAgreed')]),
  ];
}

function movedTo(
  { schools, hubs, hub: formerHub }: Specialist,
  { urn, name: schoolName }: School,
  hub: HubCode,
  from: LondonDate,
): Partial<Specialist> {
  return {
    urn,
    schoolName,
    hub,
    schools: continued(schools, { urn, schoolName, from }),
    hubs: hub === formerHub ? hubs : continued(hubs, { hub, from }),
  };
}

function announced(before: Specialist, after: Specialist, from: LondonDate) {
  const specialistId = after.id;
  const school = {
    type: 'SpecialistChangedSchool',
    data: { specialistId, urn: after.urn, formerUrn: before.urn, from },
  } as const;
  if (after.hub === before.hub) return [school];
  const data = { specialistId, hub: after.hub, formerHub: before.hub, from };
  return [school, { type: 'SpecialistChangedHub', data } as const];
}

/** The Specialist's last enrolment with the head of the new school, where one is named and there is an enrolment. */
async function enrolmentWithHead(
  id: SpecialistId,
  { headteacher }: NewSchool,
  deps: ChangeSpecialistSchoolDeps,
): Promise<Enrolment[]> {
  const enrolmentId = (await deps.participationsOf(id)).at(-1)?.enrolmentId;
  const enrolment = headteacher && enrolmentId ? await deps.readEnrolment(enrolmentId) : undefined;
  if (!headteacher || !enrolment?.form) return [];
  return [changed(enrolment, { form: { ...enrolment.form, headteacher } })];
}
