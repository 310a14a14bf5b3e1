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
