import { type Ask, askStatusAt } from './ask.ts';
import { askLine } from './ask-title.ts';
import type { Instant } from './instant.ts';
import { londonDayBefore, londonDaysBetween, londonTimeInWords } from './london.ts';
import { counted } from './mail-text.ts';

/** The days before closing that count for an ask, from the policy of its academic year. */
export type RemindersOf = (ask: Ask) => readonly number[];

/** Asks that close at the same instant. */
export interface Deadline {
  readonly closesAt: Instant;
  readonly asks: readonly Ask[];
}

/** What there is to say about some asks on the morning of a day. */
export interface AsksOfDay {
  /** What may be answered now, by deadline: the first to close comes first. */
  readonly deadlines: readonly Deadline[];
  /** Since yesterday morning. */
  readonly opened: readonly Ask[];
  readonly escalated: readonly Ask[];
  readonly expired: readonly Ask[];
  /** An open one reaches one of the policy's days before closing. */
  readonly reminded: boolean;
}

/** Sorts asks by what is new about them at this instant. */
export function asksOfDay(asks: readonly Ask[], now: Instant, remindersOf: RemindersOf): AsksOfDay {
  const since = londonDayBefore(now);
  const open = asks.filter((ask) => askStatusAt(ask, now) === 'open').sort(byDeadline);
  return {
    deadlines: [...Map.groupBy(open, (ask) => ask.closesAt)].map(([closesAt, together]) => ({
      closesAt,
      asks: together,
    })),
    opened: open.filter(({ opensAt }) => since < opensAt),
    escalated: open.filter(({ escalatedAt }) => escalatedAt !== undefined && since < escalatedAt),
    expired: asks
      .filter((ask) => askStatusAt(ask, now) === 'expired' && since < ask.closesAt && ask.closesAt <= now)
      .sort(byDeadline),
    reminded: open.some((ask) => remindersOf(ask).includes(londonDaysBetween(now, ask.closesAt))),
  };
}

function byDeadline(one: Ask, other: Ask): number {
  const [first, second] = [one, other].map((ask) => `${ask.closesAt} ${askLine(ask)}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

/** A deadline in words, and under it each ask with what is to be added to it. */
export function deadlineLines(
  { closesAt, asks }: Deadline,
  now: Instant,
  note: (ask: Ask) => string,
): string[] {
  return [
    `Closes at ${londonTimeInWords(closesAt)} (${daysLeft(now, closesAt)}):`,
    ...asks.map((ask) => `* ${askLine(ask)}${note(ask)}`),
  ];
}

function daysLeft(now: Instant, closesAt: Instant): string {
  const days = londonDaysBetween(now, closesAt);
  return days === 0 ? 'today' : `in ${counted(days, 'day')}`;
}
