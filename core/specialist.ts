import * as z from 'zod';
import { type AcademicYear, academicYearSchema } from './academic-year.ts';
import { hubCodeSchema, specialistIdSchema, urnSchema, workGroupIdSchema } from './codes.ts';
import { londonDateSchema } from './instant.ts';

/** A Secondary Mastery Specialist. The name lives on this row and nowhere else. */
export const specialistSchema = z.strictObject({
  type: z.literal('specialist'),
  version: z.int().positive(),
  id: specialistIdSchema,
  /** Personal data: never in an event, a log or a URL. */
  name: z.string().min(1),
  hub: hubCodeSchema,
  urn: urnSchema,
  schoolName: z.string(),
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
});
export type Specialist = z.infer<typeof specialistSchema>;

/** How many Work Groups the Specialist leads in this academic year: those handed over no longer count. */
export function groupsLedIn(specialist: Specialist, year: AcademicYear): number {
  return specialist.leading.filter((each) => each.academicYear === year && each.to === undefined).length;
}
