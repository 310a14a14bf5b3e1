import type { SpecialistId } from '../../core/codes.ts';
import type { TeacherGuard } from '../../core/guard.ts';
import { type ParticipationId, specialistOf } from '../../core/participation.ts';
import type { Specialist } from '../../core/specialist.ts';
import { changed } from '../../workflows/change.ts';

export interface TeacherGuardDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly readTeacherGuard: (hmac: string) => Promise<TeacherGuard | undefined>;
}

/**
 * The guard of the teacher whose participation this is; undefined where the Specialist was erased. An accredited one's
 * is not to be touched, for an accreditation is kept for life: undefined, too.
 */
export async function teacherGuardOf(
  participationId: ParticipationId,
  deps: TeacherGuardDeps,
): Promise<TeacherGuard | undefined> {
  const id = specialistOf(participationId);
  const specialist = await deps.readSpecialist(id);
  if (!specialist) throw new Error(`${participationId} has no Specialist`);
  const { accredited, teacherHmac } = specialist;
  if (accredited || !teacherHmac) return undefined;
  const guard = await deps.readTeacherGuard(teacherHmac);
  return guard?.specialistId === id ? guard : undefined;
}

/** The teacher's guard row once the teacher may apply again; none where it is free already, or stays for life. */
export async function freedTeacherGuard(
  participationId: ParticipationId,
  deps: TeacherGuardDeps,
): Promise<TeacherGuard[]> {
  const guard = await teacherGuardOf(participationId, deps);
  return guard?.live ? [changed(guard, { live: false })] : [];
}
