import type { AcademicYear } from '../../core/academic-year.ts';
import type { Urn } from '../../core/codes.ts';
import type { PathwayGuard } from '../../core/guard.ts';
import type { Participation } from '../../core/participation.ts';
import { changed } from '../../workflows/change.ts';

/** The guard row once the participation no longer takes the school's place of the year; none where it took none. */
export async function freedGuard(
  { urn, academicYear, id }: Participation,
  deps: { readonly readPathwayGuard: (urn: Urn, year: AcademicYear) => Promise<PathwayGuard | undefined> },
): Promise<PathwayGuard[]> {
  const guard = await deps.readPathwayGuard(urn, academicYear);
  return guard?.live && guard.participationId === id ? [changed(guard, { live: false })] : [];
}
