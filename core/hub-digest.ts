import { ANSWERED_BY, type Ask } from './ask.ts';
import { askLine } from './ask-title.ts';
import { type AsksOfDay, asksOfDay, type Deadline, deadlineLines, type RemindersOf } from './asks-of-day.ts';
import type { HubCode } from './codes.ts';
import type { Instant } from './instant.ts';
import { londonDayInWords, londonTimeInWords } from './london.ts';
import { counted, paragraphs, type Words } from './mail-text.ts';

/** What a hub is told on one day: all that it has to do, what is new, and what was not done in time. */
export interface HubDigest extends Pick<AsksOfDay, 'deadlines' | 'opened' | 'expired'> {
  readonly hub: HubCode;
  readonly now: Instant;
  /** Decisions about its Specialists that the programme's admins have still to take. */
  readonly waiting: readonly Deadline[];
}

/**
 * A hub's digest at an instant, from its asks; undefined on a quiet day. Source: the programme's rule, one mail a day
 * per hub, only on days when an ask opened, expired, or reaches one of the policy's days before closing. What waits for
 * the admins is no occasion by itself, for the hub cannot act on it; that nobody decided in time is.
 */
export function hubDigest(
  hub: HubCode,
  asks: readonly Ask[],
  now: Instant,
  remindersOf: RemindersOf,
): HubDigest | undefined {
  const own = asks.filter((ask) => ask.hub === hub);
  const isToDo = ({ kind }: Ask) => ANSWERED_BY[kind] === 'hub';
  const { deadlines, opened, reminded } = asksOfDay(own.filter(isToDo), now, remindersOf);
  const { deadlines: waiting } = asksOfDay(
    own.filter((ask) => !isToDo(ask)),
    now,
    remindersOf,
  );
  const { expired } = asksOfDay(own, now, remindersOf);
  if (opened.length === 0 && expired.length === 0 && !reminded) return undefined;
  return { hub, now, deadlines, opened, expired, waiting };
}

/** A hub's digest in words. Schools are named, people never. `signInAt` is the address of the service. */
export function hubDigestText(digest: HubDigest, signInAt: string): Words {
  const { now, deadlines, opened, expired, waiting } = digest;
  const toDo = deadlines.flatMap(({ asks }) => asks).length;
  const [first] = deadlines;
  const subject = first
    ? `Mastery Pathways: ${counted(toDo, 'thing')} to do, the first by ${londonDayInWords(first.closesAt)}`
    : `Mastery Pathways: ${counted(expired.length, 'deadline')} missed`;
  const fresh = new Set(opened);
  return {
    subject,
    text: paragraphs(
      [`Your Maths Hub’s digest for ${londonDayInWords(now)}.`],
      expired.length > 0 && ['These closed without an answer:', ...expired.map(missedLine)],
      toDo > 0 && ['Your hub needs to do these next. The first to close comes first.'],
      ...deadlines.map((each) => deadlineLines(each, now, (ask) => (fresh.has(ask) ? ' – new' : ''))),
      waiting.length > 0 && [
        'These wait for the programme’s admins. Your hub does not need to do anything.',
        ...waiting.flatMap(({ closesAt, asks }) =>
          asks.map((ask) => `* ${askLine(ask)}, by ${londonTimeInWords(closesAt)}`),
        ),
      ],
      [`Sign in to answer: ${signInAt}`],
    ),
  };
}

/** What was missed, and who can still do something about it. */
function missedLine(ask: Ask): string {
  return `* ${askLine(ask)}. ${nextAfterMissing(ask)}`;
}

/** What can still be done once a deadline has passed. */
export function nextAfterMissing({ kind }: Pick<Ask, 'kind'>): string {
  switch (kind) {
    case 'placement':
      return 'If applications are open, your hub can enrol the school again.';
    case 'declaration':
      return 'A programme admin can still declare it, with a reason.';
    case 'days':
      return 'A programme admin can still declare them, with a reason.';
    case 'progression':
    case 'leading':
      return 'A programme admin can reopen the year.';
    case 'selection':
    case 'accreditation':
      return 'The programme’s admins did not decide in time. They can still reopen the year.';
  }
}
