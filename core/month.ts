import { getISO } from 'temporal-polyfill/fns/Calendar';
import * as PlainYearMonth from 'temporal-polyfill/fns/PlainYearMonth';
import * as z from 'zod';
import { type Instant, type LondonDate, londonDateSchema } from './instant.ts';
import { londonDateOf, londonInstant } from './london.ts';

/** A month of London's calendar, `2026-10`. */
export const monthSchema = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .brand<'Month'>();
export type Month = z.infer<typeof monthSchema>;

/** The month that a London calendar shows at this instant. */
export const monthOf = (instant: Instant): Month => monthSchema.parse(londonDateOf(instant).slice(0, 7));

/** Midnight in London at the month's end: what was raised strictly before it belongs to the month or an earlier one. */
export const cutOffOf = (month: Month): Instant => londonInstant(dayOf(monthAfter(month), 1), '00:00');

/** The latest month whose cut-off has passed: the one before the present one. */
export const latestCutOff = (now: Instant): Month => shifted(monthOf(now), -1);

export const monthAfter = (month: Month): Month => shifted(month, 1);

/** A day of the month, by its number: 1 to 28, which every month has. */
export const dayOf = (month: Month, day: number): LondonDate =>
  londonDateSchema.parse(`${month}-${String(day).padStart(2, '0')}`);

function shifted(month: Month, months: number): Month {
  const later = PlainYearMonth.addMonths(PlainYearMonth.fromString(month, getISO), months);
  return monthSchema.parse(PlainYearMonth.toString(later));
}
