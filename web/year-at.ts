import { type AcademicYear, academicYearSchema } from '../core/academic-year.ts';
import { PageNotFound, type Visit } from './page.ts';

/** The academic year that a page's address names. @throws PageNotFound */
export function yearAt({ param }: Visit): AcademicYear {
  const year = academicYearSchema.safeParse(param('year'));
  if (!year.success) throw new PageNotFound('no academic year');
  return year.data;
}
