import type { HubCode } from './codes.ts';
import { applicationReasons, type SpecialistEnrolmentForm, schoolReasons } from './enrolment.ts';
import type { TeacherGuard } from './guard.ts';
import type { Instant } from './instant.ts';
import { PARTICIPATION_MOVES, type Participation } from './participation.ts';
import { deadlineOf, type Policy } from './policy.ts';
import { type Reason, reason } from './reason.ts';
import type { School } from './school.ts';

/** What is known of the school, the teacher and whoever endorses the application, when it is judged. */
export interface ApplicationFacts {
  /** Undefined for an admin, who may enrol a teacher of any school that has a hub. */
  readonly hub: HubCode | undefined;
  readonly school: School | undefined;
  /** The row that the teacher reference number leads to: there once the teacher has applied, anywhere. */
  readonly guard: TeacherGuard | undefined;
  /** The years of the Specialist that the guard names. */
  readonly history: readonly Participation[];
  readonly policy: Policy | undefined;
  readonly now: Instant;
}

/** Why a teacher's application cannot be accepted now; empty when it can. One reason per fault, all at once. */
export function specialistEnrolmentReasons(form: SpecialistEnrolmentForm, facts: ApplicationFacts): Reason[] {
  const { hub, school, policy, now } = facts;
  if (!policy)
    return [reason('no-policy-for-year', 'academicYear', `There is no policy for ${form.academicYear}.`)];
  return [
    ...timeReasons(policy, now),
    ...schoolReasons(school, hub, false, policy),
    ...teacherReasons(form, facts, policy),
    ...(form.launchAgreed ? [] : [reason('launch-not-agreed', 'launchAgreed')]),
  ];
}

/** An application has to come while applications are open, and before the Specialists of its year are selected. */
function timeReasons(policy: Policy, now: Instant): Reason[] {
  const outside = applicationReasons(policy, now);
  const closesAt = deadlineOf(policy, 'selection');
  if (outside.length > 0 || now < closesAt) return outside;
  return [reason('applications-closed', 'academicYear', `Specialists were selected until ${closesAt}.`)];
}

/** Source: the programme is for teachers of mathematics who are past their early career. */
function teacherReasons(
  { teacher, academicYear }: SpecialistEnrolmentForm,
  { guard, history }: ApplicationFacts,
  { specialists }: Policy,
): Reason[] {
  const { teachesMaths, yearsTeaching } = teacher;
  return [
    ...(teachesMaths ? [] : [reason('teacher-not-of-maths', 'teacher.teachesMaths')]),
    ...(yearsTeaching >= specialists.leastYearsTeaching
      ? []
      : [reason('early-career-teacher', 'teacher.yearsTeaching')]),
    ...(guard?.live || history.some((each) => isDecided(each, academicYear))
      ? [reason('teacher-already-on-programme', 'teacher.trn')]
      : []),
  ];
}

/** A year for which the teacher was turned down, or which was trained: another year may be applied for, not this one. */
function isDecided(
  { academicYear, stage, status }: Participation,
  year: Participation['academicYear'],
): boolean {
  return academicYear === year && stage === 'training-1' && !PARTICIPATION_MOVES.permits('re-enrol', status);
}
