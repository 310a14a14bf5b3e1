import type * as z from 'zod';
import type { LondonDate } from '../core/instant.ts';
import { dateInWords, londonDateOf, londonTimeInWords } from '../core/london.ts';
import type { EventAnswer, sessionAnswer } from './answers.ts';
import { partOf } from './paging.ts';
import { eventSentence } from './words/event-sentence.ts';

type SessionAnswer = z.infer<typeof sessionAnswer>;

/** Something that happened: a line of a timeline. */
export interface Happening {
  /** A London date, or an instant: what they are ordered by. */
  readonly at: string;
  readonly when: string;
  readonly what: string;
  /** What it belongs to, where a timeline tells of more than one thing. */
  readonly of?: { readonly text: string; readonly href: string } | undefined;
}

export const happeningsOf = (events: readonly EventAnswer[], of?: Happening['of']): Happening[] =>
  events.map((event) => ({
    at: `${londonDateOf(event.occurredAt)} ${event.occurredAt}`,
    when: londonTimeInWords(event.occurredAt),
    what: eventSentence(event),
    of,
  }));

/** Meetings and visits stand at the beginning of their day: nobody records the hour. */
export const sessionsAsHappenings = (sessions: readonly SessionAnswer[], of?: Happening['of']): Happening[] =>
  sessions.map(({ heldOn, type }) => ({ at: heldOn, when: dateInWords(heldOn), what: SESSIONS[type], of }));

const SESSIONS: Readonly<Record<SessionAnswer['type'], string>> = {
  meeting: 'Attended a meeting of the Work Group',
  visit: 'Visited by the Specialist',
};

/** The latest first. */
export const latestFirst = (happenings: readonly Happening[]): Happening[] =>
  [...happenings].sort((one, other) => (one.at < other.at ? 1 : -1));

const LINES = 30;

/** One page of a timeline, the latest first. @param asked the number of the page, as its address says it */
export const timelinePart = (
  happenings: readonly Happening[],
  asked: string,
  addressOfPage: (page: string) => string,
) => partOf(latestFirst(happenings), LINES, asked, addressOfPage);

/** `1 September 2026 to 31 August 2027`, or `since 1 September 2026`. */
export const periodInWords = (from: LondonDate, to: LondonDate | undefined): string =>
  to ? `${dateInWords(from)} to ${dateInWords(to)}` : `since ${dateInWords(from)}`;
