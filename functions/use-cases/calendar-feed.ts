import ical, { ICalEventTransparency } from 'ical-generator';
import { ANSWERED_BY, type Ask, askStatusAt } from '../../core/ask.ts';
import { askLine } from '../../core/ask-title.ts';
import type { Instant } from '../../core/instant.ts';
import { londonTimeInWords } from '../../core/london.ts';

/** How often a calendar should look again, in seconds. */
const LOOK_AGAIN = 4 * 3600;

/**
 * A hub's deadlines as iCalendar (RFC 5545): one event per ask of the hub's that is open or still to open, at its
 * closing, without duration; what the programme's admins have to decide is no deadline of the hub's. Schools are named,
 * people never. The same asks at the same instant make the same text.
 */
export function calendarFeed(asks: readonly Ask[], now: Instant, signInAt: string): string {
  const calendar = ical({
    name: 'Mastery Pathways deadlines',
    prodId: { company: 'mastery-pathways', product: 'deadlines', language: 'EN' },
    ttl: LOOK_AGAIN,
  });
  for (const ask of asks) {
    if (ANSWERED_BY[ask.kind] !== 'hub') continue;
    const status = askStatusAt(ask, now);
    if (status !== 'open' && status !== 'upcoming') continue;
    const from = status === 'upcoming' ? ` You can answer from ${londonTimeInWords(ask.opensAt)}.` : '';
    calendar.createEvent({
      id: ask.id,
      sequence: ask.version,
      stamp: new Date(now),
      start: new Date(ask.closesAt),
      summary: askLine(ask),
      description: `Closes at ${londonTimeInWords(ask.closesAt)}.${from} Sign in to answer: ${signInAt}`,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return calendar.toString();
}
