import type { Instant } from '../core/instant.ts';
import { daysBetween } from '../core/london.ts';
import { partsOf } from '../core/participation.ts';
import { type AskAnswer, askAnswer, type ParticipationAnswer, participationAnswer } from './answers.ts';
import type { Api } from './api.ts';
import { everyPage } from './every-page.ts';
import { isStillMissed } from './still-missed.ts';

/** Missed longer ago than this, it is in the lists only. */
const RECENT_DAYS = 90;

export interface Missed {
  readonly ask: AskAnswer;
  readonly participation: ParticipationAnswer;
}

/**
 * What a hub's deadlines of the last three months went by without, and nobody has made good since; the latest first.
 *
 * @param live the hub's years that are not over
 */
export async function recentlyMissed(
  api: Api,
  now: Instant,
  live: readonly ParticipationAnswer[],
): Promise<Missed[]> {
  const expired = (await everyPage(api, '/asks', { status: 'expired' }, askAnswer)).filter(
    ({ closesAt }) => daysBetween(closesAt, now) <= RECENT_DAYS,
  );
  const known = new Map(live.map((each) => [each.id, each]));
  const unknown = expired.filter(({ participation }) => !known.has(participation));
  const years = [...new Set(unknown.map(({ participation }) => partsOf(participation).academicYear))];
  const lists = await Promise.all(
    years.map((academicYear) => everyPage(api, '/participations', { academicYear }, participationAnswer)),
  );
  for (const each of lists.flat()) known.set(each.id, each);
  return expired
    .flatMap((ask) => {
      const participation = known.get(ask.participation);
      return participation && isStillMissed(ask, participation) ? [{ ask, participation }] : [];
    })
    .sort((one, other) => (one.ask.closesAt < other.ask.closesAt ? 1 : -1));
}
