import type { ParticipationStatus } from '../core/participation.ts';

/** Whether a year is still to come or under way: it can be withdrawn from. */
export const isLive = (status: ParticipationStatus): boolean =>
  ['enrolled', 'placed', 'active'].includes(status);
