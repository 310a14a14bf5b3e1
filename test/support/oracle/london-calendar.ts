/**
 * London's days and months, by nothing but the rule of summer time: from the last Sunday of March to the last Sunday of
 * October, each at 01:00 UTC, clocks there are an hour ahead.
 */

/** The London date, `2026-10-01`, on which an instant falls. */
export function londonDateOf(iso: string): string {
  const at = Date.parse(iso);
  const year = new Date(at).getUTCFullYear();
  const isSummer = lastSunday(year, MARCH) <= at && at < lastSunday(year, OCTOBER);
  return new Date(isSummer ? at + HOUR : at).toISOString().slice(0, 10);
}

/** The London month, `2026-10`, in which an instant falls. */
export const londonMonthOf = (iso: string): string => londonDateOf(iso).slice(0, 7);

/** The month before a month. */
export function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** As JavaScript counts months. */
const MARCH = 2;
const OCTOBER = 9;

/** 01:00 UTC on the last Sunday of a month that has 31 days. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1);
  return last - new Date(last).getUTCDay() * DAY;
}
