import * as z from 'zod';
import type { LondonDate } from './instant.ts';

/** 1 September to 31 August, written `2026-27`. */
export const academicYearSchema = z
  .string()
  .regex(/^20\d\d-\d\d$/, { abort: true })
  .refine((text) => (Number(text.slice(2, 4)) + 1) % 100 === Number(text.slice(5)), {
    message: 'the second year must follow the first',
  })
  .brand<'AcademicYear'>();
export type AcademicYear = z.infer<typeof academicYearSchema>;

/** The calendar year in which it begins: 2026 for `2026-27`. */
export function startYearOf(year: AcademicYear): number {
  return Number(year.slice(0, 4));
}

/** The academic year that begins in the September of this calendar year. Throws outside 2000 to 2099. */
export function academicYearFrom(startYear: number): AcademicYear {
  return academicYearSchema.parse(`${startYear}-${String((startYear + 1) % 100).padStart(2, '0')}`);
}

export function yearAfter(year: AcademicYear): AcademicYear {
  return academicYearFrom(startYearOf(year) + 1);
}

/** The academic year that a London day falls in: it changes on 1 September. */
export function academicYearOf(day: LondonDate): AcademicYear {
  const year = Number(day.slice(0, 4));
  return academicYearFrom(day.slice(5) < '09-01' ? year - 1 : year);
}
