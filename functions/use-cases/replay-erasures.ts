import { actorSchema, type SpecialistId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { type EraseSpecialistDeps, eraseSpecialist } from './erase-specialist.ts';
import { isRefusal } from './refusal.ts';

/** A line of the erasure log. */
export interface Erasure {
  readonly specialistId: SpecialistId;
  readonly erasedAt: Instant;
}

export interface Replayed {
  readonly erased: number;
  /** Those that the backup shows in the middle of a year: somebody has to withdraw and erase them again. */
  readonly stillOnProgramme: readonly SpecialistId[];
}

/**
 * Erases again who was erased after a backup was taken: a restore must not bring a person back. Whom the backup does
 * not know, or knows as erased, is left as it is.
 */
export async function replayErasures(
  erasures: readonly Erasure[],
  deps: EraseSpecialistDeps,
): Promise<Replayed> {
  let erased = 0;
  const stillOnProgramme: SpecialistId[] = [];
  for (const { specialistId: id, erasedAt: now } of erasures) {
    const before = await deps.readSpecialist(id);
    if (!before || before.erasedOn) continue;
    const result = await eraseSpecialist({ id, now, caller: RESTORER }, deps);
    if (isRefusal(result)) stillOnProgramme.push(id);
    else erased += 1;
  }
  return { erased, stillOnProgramme };
}

const RESTORER = { role: 'admin', actor: actorSchema.parse('restore') } as const;
