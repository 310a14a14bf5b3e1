import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from './academic-year.ts';
import {
  type Activity,
  activitySchema,
  actorSchema,
  advocateRoleSchema,
  enrolmentIdSchema,
  type HubCode,
  hubCodeSchema,
  isPathway,
  pathwayStageSchema,
  type Stage,
  topicSchema,
  urnSchema,
} from './codes.ts';
import { type Instant, instantSchema, londonDateSchema } from './instant.ts';
import { lineSchema } from './line.ts';
import {
  type Participation,
  participationIdSchema,
  participationStatusSchema,
  partsOf,
} from './participation.ts';
import { isOpen, type Policy, planOf, windowOf } from './policy.ts';
import { type Reason, reason, reasonCodeSchema } from './reason.ts';
import { belongsElsewhere, ineligibleReasons, type School } from './school.ts';

export const contactSchema = z.strictObject({ name: lineSchema, email: z.email().max(254) });
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
  /** Why an admin lets a school in that has not come up through the stages; only an admin may. */
  admissionReason: lineSchema.optional(),
});

/** The form for a preparatory Work Group: beside the pathway, never a condition of it. */
export const preparatoryEnrolmentFormSchema = z.strictObject({
  kind: z.literal('preparatory'),
  topic: topicSchema,
  urn: urnSchema,
  academicYear: academicYearSchema,
  headteacher: contactSchema,
  participants: z.array(advocateSchema).min(1).max(20),
});

/** The form with which a hub endorses a teacher's application to become a Secondary Mastery Specialist. */
export const specialistEnrolmentFormSchema = z.strictObject({
  kind: z.literal('specialist'),
  urn: urnSchema,
  academicYear: academicYearSchema,
  headteacher: contactSchema,
  teacher: z.strictObject({
    name: lineSchema,
    email: z.email().max(254),
    /** The DfE's teacher reference number. It stays on this row; everything else knows its HMAC. */
    trn: z.string().regex(/^\d{7}$/),
    /** Completed years of teaching. */
    yearsTeaching: z.int().min(0).max(60),
    /** The programme is for teachers of mathematics. */
    teachesMaths: z.boolean().default(true),
  }),
  /** A head or SLT member attends the launch. */
  launchAgreed: z.boolean(),
});
export type SpecialistEnrolmentForm = z.infer<typeof specialistEnrolmentFormSchema>;

/** The forms with which schools are enrolled. */
export type SchoolsEnrolmentForm = z.infer<
  typeof schoolEnrolmentFormSchema | typeof preparatoryEnrolmentFormSchema
>;

export const enrolmentFormSchema = z.discriminatedUnion('kind', [
  schoolEnrolmentFormSchema,
  preparatoryEnrolmentFormSchema,
  specialistEnrolmentFormSchema,
]);
export type EnrolmentForm = z.infer<typeof enrolmentFormSchema>;

/** The stage or topic that a form is for. */
export function stageOf(form: EnrolmentForm): Stage {
  switch (form.kind) {
    case 'school':
      return form.stage;
    case 'preparatory':
      return form.topic;
    case 'specialist':
      return 'training-1';
  }
}

/** An accepted form. Personal data: this row is what erasure erases. */
export const enrolmentSchema = z.strictObject({
  type: z.literal('enrolment'),
  version: z.int().positive(),
  id: enrolmentIdSchema,
  hub: hubCodeSchema,
  participationId: participationIdSchema,
  /** Gone once it was erased: that there was an enrolment stays. */
  form: enrolmentFormSchema.optional(),
  erasedOn: londonDateSchema.optional(),
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
  /** The first year for which they were named; they go on until others are. */
  participationId: participationIdSchema,
  /** The enrolment whose people they take the place of. */
  enrolmentId: enrolmentIdSchema,
  participants: z.array(advocateSchema).min(1).max(20),
});

export type People = z.infer<typeof peopleSchema>;

/**
 * Who takes part in a year: those named last for it or for an earlier year since the enrolment, else those whom the
 * enrolment named.
 */
export function participantsOf(
  { academicYear, enrolmentId }: Participation,
  named: readonly People[],
  { form }: Enrolment,
): People['participants'] {
  const since = named
    .filter((each) => each.enrolmentId === enrolmentId && yearOf(each) <= academicYear)
    .sort((one, other) => yearOf(one).localeCompare(yearOf(other)));
  return since.at(-1)?.participants ?? peopleIn(form);
}

/** Those whom a form names as taking part, beside the head. A Specialist's form names one teacher, who is not one of them. */
export function peopleIn(form: EnrolmentForm | undefined): People['participants'] {
  switch (form?.kind) {
    case 'school':
      return form.advocates;
    case 'preparatory':
      return form.participants;
    case 'specialist':
    case undefined:
      return [];
  }
}

const yearOf = ({ participationId }: People): AcademicYear => partsOf(participationId).academicYear;

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

/** What is known of the school and of whoever enrols it, when a form is judged. */
export interface EnrolmentFacts {
  /** Undefined for an admin, who may enrol any school that has a hub. */
  readonly hub: HubCode | undefined;
  readonly school: School | undefined;
  /** What the school has taken part in so far, and takes part in now. */
  readonly history: readonly Participation[];
  readonly policy: Policy | undefined;
  readonly now: Instant;
}

/** Why a form cannot be accepted now; empty when it can. One reason per fault, all at once. */
export function enrolmentReasons(form: SchoolsEnrolmentForm, facts: EnrolmentFacts): Reason[] {
  const stage = stageOf(form);
  const admitted = form.kind === 'school' && form.admissionReason !== undefined && facts.hub === undefined;
  const before = enrolmentReasonsBeforeForm({ academicYear: form.academicYear, stage, admitted }, facts);
  return facts.policy ? [...before, ...formReasons(form, facts, facts.policy)] : before;
}

/** The part of it that is known before a form is filled in: the year, the stage, the school, its place if it has one. */
export function enrolmentReasonsBeforeForm(
  asked: { readonly academicYear: AcademicYear; readonly stage: Stage; readonly admitted: boolean },
  { hub, school, history, policy, now }: EnrolmentFacts,
): Reason[] {
  const { academicYear, stage, admitted } = asked;
  if (!policy)
    return [reason('no-policy-for-year', 'academicYear', `There is no policy for ${academicYear}.`)];
  const field = isPathway(stage) ? 'stage' : 'topic';
  const unknown = planOf(policy, stage) === undefined;
  return [
    ...applicationReasons(policy, now),
    ...schoolReasons(school, hub, takesPart(history, academicYear, stage), policy),
    ...(unknown ? [reason('topic-unknown', field)] : []),
    ...(admitted || unknown || hasComeUpTo(stage, history) ? [] : [reason('stage-not-reached', field)]),
  ];
}

/** A place that is taken: on the pathway any stage of the year, in a preparatory topic the same one. */
function takesPart(history: readonly Participation[], academicYear: AcademicYear, stage: Stage): boolean {
  return history.some(
    (each) =>
      each.academicYear === academicYear &&
      (isPathway(stage) ? isPathway(each.stage) : each.stage === stage) &&
      !['withdrawn', 'not-placed'].includes(each.status),
  );
}

/**
 * Whether the school has been through what this stage builds on. Source: the seed; Embedding is for schools that
 * have participated in Development, which we read as a year that closed with its start declared.
 */
function hasComeUpTo(stage: Stage, history: readonly Participation[]): boolean {
  if (!isPathway(stage) || stage === 'development') return true;
  const needed: readonly Stage[] = stage === 'embedding' ? ['development'] : ['embedding', 'sustaining'];
  return history.some((each) => needed.includes(each.stage) && hasBeenThrough(each));
}

/**
 * Whether a school that joins this stage has been through it before: a year that closed with its start declared. Such a
 * year is a repetition, however the school came to it, and paid only where the policy pays those.
 */
export const isRepetition = (stage: Stage, history: readonly Participation[]): boolean =>
  history.some((each) => each.stage === stage && hasBeenThrough(each));

const hasBeenThrough = ({ status, startedOn }: Participation): boolean =>
  status === 'closed' && startedOn !== undefined;

export function applicationReasons(policy: Policy, now: Instant): Reason[] {
  const applications = windowOf(policy, 'applications');
  if (isOpen(applications, now)) return [];
  if (now < applications.opensAt) {
    return [reason('applications-not-open', 'academicYear', `Applications open at ${applications.opensAt}.`)];
  }
  return [reason('applications-closed', 'academicYear', `Applications closed at ${applications.closesAt}.`)];
}

/** Why a school is refused to this hub, or to an admin: unknown, nobody's yet, another hub's (who is not to learn more), enrolled, not eligible. */
export function schoolReasons(
  school: School | undefined,
  hub: HubCode | undefined,
  enrolled: boolean,
  policy: Policy,
): Reason[] {
  if (!school) return [reason('school-unknown', 'urn')];
  const homeless = hub === undefined && school.hub === undefined;
  const elsewhere = hub !== undefined && belongsElsewhere(school, hub);
  return [
    ...(homeless ? [reason('school-without-hub', 'urn')] : []),
    ...(elsewhere ? [reason('school-of-another-hub', 'urn')] : []),
    ...(enrolled && !elsewhere ? [reason('already-enrolled', 'urn')] : []),
    ...ineligibleReasons(school, policy),
  ];
}

function formReasons(form: SchoolsEnrolmentForm, { hub }: EnrolmentFacts, policy: Policy): Reason[] {
  if (form.kind === 'preparatory') {
    return [
      // A stage of the pathway has a form of its own: by this one it would be entered without a release.
      ...(isPathway(form.topic) ? [reason('topic-unknown', 'topic')] : []),
      ...repeatedPeople(form.participants, 'participants'),
    ];
  }
  const { advocatesPerSchool } = policy;
  const count = form.advocates.length;
  const detail = `A school names ${advocatesPerSchool} Advocates, not ${count}.`;
  const overreach = hub !== undefined && form.admissionReason !== undefined;
  return [
    ...(overreach ? [reason('admission-not-permitted', 'admissionReason')] : []),
    ...(form.releaseAgreed ? [] : [reason('release-not-agreed', 'releaseAgreed')]),
    ...(count === advocatesPerSchool ? [] : [reason('advocate-count', 'advocates', detail)]),
    ...repeatedPeople(form.advocates, 'advocates'),
    ...activityReasons(form.activities, form.stage, policy),
  ];
}

/** A reason for each person who is named a second time: the same email, in whatever case. */
export function repeatedPeople(people: readonly { email: string }[], field: string): Reason[] {
  const emails = people.map(({ email }) => email.toLowerCase());
  return emails.flatMap((email, index) =>
    emails.indexOf(email) < index ? [reason('advocate-repeated', `${field}.${index}.email`)] : [],
  );
}

/** A reason for each activity that the stage does not know. */
export function activityReasons(activities: readonly Activity[], stage: Stage, policy: Policy): Reason[] {
  const known = planOf(policy, stage)?.activities ?? [];
  return activities.flatMap((activity, index) =>
    known.includes(activity) ? [] : [reason('activity-not-of-stage', `activities.${index}`)],
  );
}
