// Functions, of which a bundle takes the ones it calls; the classes come whole, three times as large.
import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as Moment from 'temporal-polyfill/fns/Instant';
import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as PlainTime from 'temporal-polyfill/fns/PlainTime';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { type Instant, instantOf, type LondonDate, londonDateSchema } from './instant.ts';

const ZONE = 'Europe/London';

/**
 * The instant at which a London clock shows this time on this day. 1 September, 00:00 is 31 August 23:00Z:
 * the zone's own rules decide, never an offset of ours.
 */
export function londonInstant(date: LondonDate, time: '00:00' | '17:00'): Instant {
  const plainTime = PlainTime.fromString(time);
  return instantOf(PlainDate.toZonedDateTime(dayOf(date), { timeZone: ZONE, plainTime }).epochMilliseconds);
}

/** The day that a London calendar shows at this instant. */
export function londonDateOf(instant: Instant): LondonDate {
  return dateOf(ZonedDateTime.toPlainDate(inLondon(instant)));
}

/** Length between two instants, in days of 24 hours (what Step Functions counts), as a fraction. */
export function daysBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The end of the working day, 17:00 in London, this many days after the London day of an instant. */
export function londonClosing(instant: Instant, days: number): Instant {
  return londonInstant(dateOf(PlainDate.addDays(dayOf(londonDateOf(instant)), days)), '17:00');
}

/** The same time on London's clock a day earlier: 23 or 25 hours before where the clocks have changed. */
export function londonDayBefore(instant: Instant): Instant {
  return instantOf(ZonedDateTime.subtractDays(inLondon(instant), 1).epochMilliseconds);
}

/** How many midnights of London lie between two instants; negative where the second comes first. */
export function londonDaysBetween(from: Instant, to: Instant): number {
  return PlainDate.diffDays(dayOf(londonDateOf(from)), dayOf(londonDateOf(to)));
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;

/** A day of London in words, as GOV.UK writes it: `Saturday 31 October 2026`. */
export function londonDayInWords(instant: Instant): string {
  const date = londonDateOf(instant);
  return `${WEEKDAYS[PlainDate.dayOfWeek(dayOf(date)) - 1]} ${dateInWords(date)}`;
}

/** An instant in London in words, as GOV.UK writes it: `5pm on Saturday 31 October 2026`. */
export function londonTimeInWords(instant: Instant): string {
  const { hour, minute } = inLondon(instant);
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
  const named: Readonly<Record<string, string>> = { '12am': 'midnight', '12pm': 'midday' };
  return `${named[clock] ?? clock} on ${londonDayInWords(instant)}`;
}

/** A day in words, as GOV.UK writes it: `31 October 2026`. */
export function dateInWords(date: LondonDate): string {
  const { day, month, year } = dayOf(date);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

const dayOf = (date: LondonDate): PlainDate.Record => PlainDate.fromString(date, getISO);
const dateOf = (day: PlainDate.Record): LondonDate => londonDateSchema.parse(PlainDate.toString(day));
const inLondon = (instant: Instant): ZonedDateTime.Record =>
  Moment.toZonedDateTimeISO(Moment.fromString(instant), ZONE);
