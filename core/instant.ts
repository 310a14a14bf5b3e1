import * as z from 'zod';

/** A moment in time: ISO 8601 in UTC with milliseconds (`2026-09-01T08:00:00.000Z`), so that text order is time order. */
export const instantSchema = z.iso.datetime({ precision: 3 }).brand<'Instant'>();
export type Instant = z.infer<typeof instantSchema>;

/** A day in London, `2026-09-01`. */
export const londonDateSchema = z.iso.date().brand<'LondonDate'>();
export type LondonDate = z.infer<typeof londonDateSchema>;

/** The instant of an epoch time in milliseconds. */
export function instantOf(epochMilliseconds: number): Instant {
  return instantSchema.parse(new Date(epochMilliseconds).toISOString());
}

/** Any ISO 8601 instant, with or without milliseconds, in our one form. Throws on anything else. */
export function toInstant(iso: string): Instant {
  return instantOf(z.iso.datetime({ offset: true }).transform(Date.parse).parse(iso));
}
