import * as z from 'zod';
import { type AcademicYear, academicYearOf, academicYearSchema, startYearOf } from './academic-year.ts';
import {
  hubCodeSchema,
  leadingDecisionSchema,
  specialistIdSchema,
  type Urn,
  urnSchema,
  workGroupIdSchema,
} from './codes.ts';
import { type LondonDate, londonDateSchema } from './instant.ts';

const period = { from: londonDateSchema, to: londonDateSchema.optional() };

/** A Secondary Mastery Specialist, or an applicant. The person is on this row and on the enrolment's, nowhere else. */
export const specialistSchema = z.strictObject({
  type: z.literal('specialist'),
  version: z.int().positive(),
  id: specialistIdSchema,
  /** Personal data: never in an event, a log or a URL. Absent once it was erased. */
  name: z.string().min(1).optional(),
  /** The HMAC of the teacher reference number: what the teacher's guard row is found by. Absent once erased. */
  teacherHmac: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  erasedOn: londonDateSchema.optional(),
  hub: hubCodeSchema,
  urn: urnSchema,
  schoolName: z.string(),
  /** Where the Specialist has taught, in order, without overlap; the last period is open. Money follows it. */
  schools: z.array(z.strictObject({ urn: urnSchema, schoolName: z.string(), ...period })).min(1),
  /** Who has supported the Specialist, in order, without overlap; the last period is open. */
  hubs: z.array(z.strictObject({ hub: hubCodeSchema, ...period })).min(1),
  /** Cohort n begins in September 2015 + n. */
  cohort: z.int().positive(),
  accredited: z.boolean(),
  accreditedOn: londonDateSchema.optional(),
  /** Every group led, past ones too: what two groups formed at once would both count, were it not one row. */
  leading: z.array(
    z.strictObject({
      workGroupId: workGroupIdSchema,
      academicYear: academicYearSchema,
      from: londonDateSchema,
      /** The day on which somebody else took over. */
      to: londonDateSchema.optional(),
    }),
  ),
  /** What was decided about leading, year by year. A year without a decision is open to leading. */
  decisions: z.array(z.strictObject({ academicYear: academicYearSchema, decision: leadingDecisionSchema })),
  /** Groups led that this Specialist must not go on leading: their hub has to name another lead. */
  conflicts: z.array(
    z.strictObject({
      workGroupId: workGroupIdSchema,
      academicYear: academicYearSchema,
      cause: z.enum(['own-school', 'not-leading']),
      openedOn: londonDateSchema,
      resolvedOn: londonDateSchema.optional(),
    }),
  ),
});
export type Specialist = z.infer<typeof specialistSchema>;

/** How many Work Groups the Specialist leads in this academic year: those handed over no longer count. */
export function groupsLedIn(specialist: Specialist, year: AcademicYear): number {
  return specialist.leading.filter((each) => each.academicYear === year && each.to === undefined).length;
}

/** The cohort that begins in the September of this academic year. Source: the NCETM counts from 2015. */
export const cohortOf = (year: AcademicYear): number => startYearOf(year) - 2015;

/** The school where the Specialist taught on this day; before the first known day, the first. */
export function schoolOn({ schools }: Specialist, day: LondonDate): { urn: Urn; schoolName: string } {
  const held = schools.findLast(({ from }) => from <= day) ?? schools[0];
  if (!held) throw new Error('a Specialist without a school');
  return { urn: held.urn, schoolName: held.schoolName };
}

/**
 * Whether the Specialist's training is over before this academic year begins: accredited in an earlier one. Source:
 * the seed, a Specialist leads from the third year on.
 */
export function isAccreditedBefore({ accredited, accreditedOn }: Specialist, year: AcademicYear): boolean {
  return accredited && accreditedOn !== undefined && academicYearOf(accreditedOn) < year;
}

/** Whether leading in this year has been decided against, for that year or for good. */
export function isNotLeadingIn({ decisions }: Specialist, year: AcademicYear): boolean {
  return decisions.some(
    ({ academicYear, decision }) =>
      (decision === 'not-this-year' && academicYear === year) ||
      (decision === 'stop' && academicYear <= year),
  );
}

/** The conflicts that no other lead has resolved yet. */
export function openConflicts({ conflicts }: Specialist): Specialist['conflicts'] {
  return conflicts.filter(({ resolvedOn }) => resolvedOn === undefined);
}

/** Periods once the last one ends on this day and another begins. */
export function continued<P extends { from: LondonDate; to?: LondonDate | undefined }>(
  periods: readonly P[],
  next: P,
): P[] {
  return [...periods.map((each) => (each.to === undefined ? { ...each, to: next.from } : each)), next];
}
