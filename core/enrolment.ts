import * as z from 'zod';
import { academicYearSchema } from './academic-year.ts';
import {
  type Activity,
  activitySchema,
  actorSchema,
  advocateRoleSchema,
  enrolmentIdSchema,
  type HubCode,
  hubCodeSchema,
  type PathwayStage,
  pathwayStageSchema,
  urnSchema,
} from './codes.ts';
import { type Instant, instantSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import { participationIdSchema, participationStatusSchema } from './participation.ts';
import { isOpen, type Policy, windowOf } from './policy.ts';
import { type Reason, reason, reasonCodeSchema } from './reason.ts';
import { belongsElsewhere, ineligibleReasons, type School } from './school.ts';

const contactSchema = z.strictObject({ name: lineSchema, email: z.email().max(254) });
export const advocateSchema = z.strictObject({
  name: lineSchema,
  email: z.email().max(254),
  role: advocateRoleSchema,
  experienceYears: z.int().min(0).max(60),
});

/** The form with which a hub enrols a school. People are named here, and kept on the enrolment's row only. */
export const schoolEnrolmentFormSchema = z.strictObject({
  kind: z.literal('school'),
  stage: pathwayStageSchema,
  urn: urnSchema,
  academicYear: academicYearSchema,
  headteacher: contactSchema,
  /** How many is the policy's to say; the bound only keeps a form a form. */
  advocates: z.array(advocateSchema).max(20),
  releaseAgreed: z.boolean(),
  activities: z.array(activitySchema).max(10).default([]),
});
export type SchoolEnrolmentForm = z.infer<typeof schoolEnrolmentFormSchema>;

/** An accepted form. Personal data: this row is what erasure erases. */
export const enrolmentSchema = z.strictObject({
  type: z.literal('enrolment'),
  version: z.int().positive(),
  id: enrolmentIdSchema,
  hub: hubCodeSchema,
  participationId: participationIdSchema,
  form: schoolEnrolmentFormSchema,
  submittedAt: instantSchema,
  submittedBy: actorSchema,
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** What an accepted form is answered with. */
export const enrolmentAnswerSchema = z.strictObject({
  id: enrolmentIdSchema,
  participation: z.strictObject({ id: participationIdSchema, status: participationStatusSchema }),
  execution: z.strictObject({ name: z.string() }),
});
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswerSchema>;

/** Who takes part in a later year, where the hub named them anew. Personal data, erased like an enrolment's. */
export const peopleSchema = z.strictObject({
  type: z.literal('people'),
  version: z.int().positive(),
  participationId: participationIdSchema,
  participants: z.array(advocateSchema).min(1).max(20),
});

/** A form that was refused: what was wrong with it, and no person. */
export const refusedAttemptSchema = z.strictObject({
  type: z.literal('refused-attempt'),
  version: z.int().positive(),
  id: enrolmentIdSchema,
  hub: hubCodeSchema,
  /** As the form named it, where it was readable. */
  urn: z.string().max(20).optional(),
  reasons: z.array(z.strictObject({ code: reasonCodeSchema, field: z.string() })).min(1),
  submittedAt: instantSchema,
  submittedBy: actorSchema,
});
export type RefusedAttempt = z.infer<typeof refusedAttemptSchema>;

/** Why a hub's form for a school cannot be accepted now; empty when it can. One reason per fault, all at once. */
export function enrolmentReasons(
  form: SchoolEnrolmentForm,
  hub: HubCode,
  school: School | undefined,
  enrolled: boolean,
  policy: Policy | undefined,
  now: Instant,
): Reason[] {
  const before = enrolmentReasonsBeforeForm(form, hub, school, enrolled, policy, now);
  return policy ? [...before, ...formReasons(form, policy)] : before;
}

/** The part of it that is known before a form is filled in: the year, the stage, the school, its place if it has one. */
export function enrolmentReasonsBeforeForm(
  { academicYear, stage }: Pick<SchoolEnrolmentForm, 'academicYear' | 'stage'>,
  hub: HubCode | undefined,
  school: School | undefined,
  enrolled: boolean,
  policy: Policy | undefined,
  now: Instant,
): Reason[] {
  if (!policy)
    return [reason('no-policy-for-year', 'academicYear', `There is no policy for ${academicYear}.`)];
  return [
    ...applicationReasons(policy, now),
    ...schoolReasons(school, hub, enrolled, policy),
    ...(stage === 'development' ? [] : [reason('stage-not-open-to-enrolment', 'stage')]),
  ];
}

function applicationReasons(policy: Policy, now: Instant): Reason[] {
  const applications = windowOf(policy, 'applications');
  if (isOpen(applications, now)) return [];
  if (now < applications.opensAt) {
    return [reason('applications-not-open', 'academicYear', `Applications open at ${applications.opensAt}.`)];
  }
  return [reason('applications-closed', 'academicYear', `Applications closed at ${applications.closesAt}.`)];
}

/** Why a school is refused to this hub: unknown, another hub's (who is not to learn more), enrolled, not eligible. */
function schoolReasons(
  school: School | undefined,
  hub: HubCode | undefined,
  enrolled: boolean,
  policy: Policy,
): Reason[] {
  if (!school) return [reason('school-unknown', 'urn')];
  const elsewhere = hub !== undefined && belongsElsewhere(school, hub);
  return [
    ...(elsewhere ? [reason('school-of-another-hub', 'urn')] : []),
    ...(enrolled && !elsewhere ? [reason('already-enrolled', 'urn')] : []),
    ...ineligibleReasons(school, policy),
  ];
}

function formReasons(form: SchoolEnrolmentForm, policy: Policy): Reason[] {
  const reasons: Reason[] = [];
  if (!form.releaseAgreed) reasons.push(reason('release-not-agreed', 'releaseAgreed'));
  const { advocatesPerSchool } = policy;
  if (form.advocates.length !== advocatesPerSchool) {
    const detail = `A school names ${advocatesPerSchool} Advocates, not ${form.advocates.length}.`;
    reasons.push(reason('advocate-count', 'advocates', detail));
  }
  return [
    ...reasons,
    ...repeatedPeople(form.advocates, 'advocates'),
    ...activityReasons(form.activities, form.stage, policy),
  ];
}

/** A reason for each person who is named a second time: the same e-mail, in whatever case. */
export function repeatedPeople(people: readonly { email: string }[], field: string): Reason[] {
  const emails = people.map(({ email }) => email.toLowerCase());
  return emails.flatMap((email, index) =>
    emails.indexOf(email) < index ? [reason('advocate-repeated', `${field}.${index}.email`)] : [],
  );
}

/** A reason for each activity that the stage does not know. */
export function activityReasons(
  activities: readonly Activity[],
  stage: PathwayStage,
  policy: Policy,
): Reason[] {
  const known = policy.stages[stage].activities;
  return activities.flatMap((activity, index) =>
    known.includes(activity) ? [] : [reason('activity-not-of-stage', `activities.${index}`)],
  );
}
