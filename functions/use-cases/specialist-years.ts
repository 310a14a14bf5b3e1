import type { Ask } from '../../core/ask.ts';
import type { SpecialistId } from '../../core/codes.ts';
import type { Participation, ParticipationId } from '../../core/participation.ts';
import type { Specialist } from '../../core/specialist.ts';
import { changed, type Row } from '../../workflows/change.ts';

export interface SpecialistYearsDeps {
  /** All years of a Specialist, the earliest first. */
  readonly participationsOf: (id: SpecialistId) => Promise<Participation[]>;
  readonly asksOf: (id: ParticipationId) => Promise<Ask[]>;
}

/** Whether the year is not over: it is applied for, waited for, or in course. */
export const isLive = ({ status }: Participation): boolean =>
  ['enrolled', 'placed', 'active'].includes(status);

/**
 * A Specialist's live years and their open asks, once the Specialist is of another school or hub: whoever supports the
 * Specialist now answers. What is over, and every claim, stays as it was.
 */
export async function yearsMovedWith(specialist: Specialist, deps: SpecialistYearsDeps): Promise<Row[]> {
  const { urn, schoolName, hub } = specialist;
  const now = { urn, schoolName, hub };
  const live = (await deps.participationsOf(specialist.id)).filter(isLive);
  const asks = await Promise.all(live.map(({ id }) => deps.asksOf(id)));
  const open = asks.flat().filter(({ status }) => status === 'open');
  return [...live.map((year) => changed(year, now)), ...open.map((ask) => changed(ask, now))];
}
