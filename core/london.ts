import { Temporal } from 'temporal-polyfill';
import { type Instant, instantOf, type LondonDate, londonDateSchema } from './instant.ts';

const ZONE = 'Europe/London';

/**
 * The instant at which a London clock shows this time on this day. 1 September, 00:00 is 31 August 23:00Z:
 * the zone's own rules decide, never an offset of ours.
 */
export function londonInstant(date: LondonDate, time: '00:00' | '17:00'): Instant {
  const local = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: ZONE, plainTime: time });
  return instantOf(local.epochMilliseconds);
}

/** The day that a London calendar shows at this instant. */
export function londonDateOf(instant: Instant): LondonDate {
  return londonDateSchema.parse(
    Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE).toPlainDate().toString(),
  );
}

/** Length between two instants, in days of 24 hours (what Step Functions counts), as a fraction. */
export function daysBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** The end of the working day, 17:00 in London, this many days after the London day of an instant. */
export function londonClosing(instant: Instant, days: number): Instant {
  const day = Temporal.PlainDate.from(londonDateOf(instant)).add({ days });
  return londonInstant(londonDateSchema.parse(day.toString()), '17:00');
}

/** The same time on London's clock a day earlier: 23 or 25 hours before where the clocks have changed. */
export function londonDayBefore(instant: Instant): Instant {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
  return instantOf(local.subtract({ days: 1 }).epochMilliseconds);
}

/** How many midnights of London lie between two instants; negative where the second comes first. */
export function londonDaysBetween(from: Instant, to: Instant): number {
  const day = (instant: Instant) => Temporal.PlainDate.from(londonDateOf(instant));
  return day(from).until(day(to), { largestUnit: 'day' }).days;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;

/** A day of London in words, as GOV.UK writes it: `Saturday 31 October 2026`. */
export function londonDayInWords(instant: Instant): string {
  const { dayOfWeek, day, month, year } = Temporal.PlainDate.from(londonDateOf(instant));
  return `${WEEKDAYS[dayOfWeek - 1]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** An instant in London in words, as GOV.UK writes it: `5pm on Saturday 31 October 2026`. */
export function londonTimeInWords(instant: Instant): string {
  const { hour, minute } = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE);
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
  const named: Readonly<Record<string, string>> = { '12am': 'midnight', '12pm': 'midday' };
  return `${named[clock] ?? clock} on ${londonDayInWords(instant)}`;
}

/** A day in words, as GOV.UK writes it: `31 October 2026`. */
export function dateInWords(date: LondonDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}
