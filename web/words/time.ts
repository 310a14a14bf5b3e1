import type { Instant } from '../../core/instant.ts';
import { dateInWords, londonDateOf, londonDaysBetween } from '../../core/london.ts';

/** The London day of an instant: `31 October 2026`. */
export const dayOf = (instant: Instant): string => dateInWords(londonDateOf(instant));

/** How far away a day is: `today`, `tomorrow`, `in 12 days`. */
export function away(now: Instant, then: Instant): string {
  const days = londonDaysBetween(now, then);
  if (days < 0) return days === -1 ? 'yesterday' : `${-days} days ago`;
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}
