import * as z from 'zod';
import { type Ask, askStatusAt } from './ask.ts';
import { askLine } from './ask-title.ts';
import type { HubCode } from './codes.ts';
import { type Instant, type LondonDate, londonDateSchema } from './instant.ts';
import { londonDayBefore, londonDayInWords, londonDaysBetween, londonTimeInWords } from './london.ts';
import { type Recipient, recipientSchema } from './mail.ts';
import { moves } from './moves.ts';
import type { Participation } from './participation.ts';

const statusSchema = z.enum(['composed', 'sent']);
export const DIGEST_MOVES = moves('digest', statusSchema.options, {
  send: { from: ['composed'], to: 'sent' },
});

/**
 * One day's mail to one recipient. It is kept before it is sent, so that no day has a second one, and a run that
 * was cut short sends the very same text again.
 */
export const digestSchema = z.strictObject({
  type: z.literal('digest'),
  version: z.int().positive(),
  /** `digest-origin-2026-09-01`: also the mail's reference. */
  id: z.string(),
  to: recipientSchema,
  day: londonDateSchema,
  subject: z.string().min(1),
  text: z.string().min(1),
  status: statusSchema,
});
export type Digest = z.infer<typeof digestSchema>;

export const digestIdOf = (to: Recipient, day: LondonDate): string => `digest-${to}-${day}`;

/** What a hub is told on one day: all that it has to do, what is new, and what was not done in time. */
export interface HubDigest {
  readonly hub: HubCode;
  readonly now: Instant;
  /** What may be answered now, by deadline: the first to close comes first. */
  readonly deadlines: readonly { readonly closesAt: Instant; readonly asks: readonly Ask[] }[];
  readonly opened: readonly Ask[];
  readonly expired: readonly Ask[];
}

/**
 * A hub's digest at an instant, from its asks; undefined on a quiet day. Source: the programme's rule, one mail a day
 * per hub, only on days when an ask opened, expired, or reaches one of the policy's days before closing.
 *
 * @param remindersOf the days before closing that count for an ask, from the policy of its academic year
 */
export function hubDigest(
  hub: HubCode,
  asks: readonly Ask[],
  now: Instant,
  remindersOf: (ask: Ask) => readonly number[],
): HubDigest | undefined {
  const since = londonDayBefore(now);
  const own = asks.filter((ask) => ask.hub === hub);
  const open = own.filter((ask) => askStatusAt(ask, now) === 'open').sort(byDeadline);
  const opened = open.filter((ask) => since < ask.opensAt);
  const expired = own
    .filter((ask) => askStatusAt(ask, now) === 'expired' && since < ask.closesAt && ask.closesAt <= now)
    .sort(byDeadline);
  const reminded = open.some((ask) => remindersOf(ask).includes(londonDaysBetween(now, ask.closesAt)));
  if (opened.length === 0 && expired.length === 0 && !reminded) return undefined;
  const deadlines = [...Map.groupBy(open, (ask) => ask.closesAt)].map(([closesAt, together]) => ({
    closesAt,
    asks: together,
  }));
  return { hub, now, deadlines, opened, expired };
}

function byDeadline(one: Ask, other: Ask): number {
  const [first, second] = [one, other].map((ask) => `${ask.closesAt} ${askLine(ask)}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}

/**
 * What the admins are told: the years that closed as undecided, and those whose question expired and which have not
 * closed, for their workflow is not at work. Undefined where there are none.
 */
export interface AdminDigest {
  readonly now: Instant;
  readonly undecided: readonly Participation[];
  readonly notClosed: readonly Participation[];
}

/** The admins' digest, from the years whose progression ask expired since yesterday. */
export function adminDigest(years: readonly Participation[], now: Instant): AdminDigest | undefined {
  const undecided = years.filter(({ outcome }) => outcome === 'undecided');
  const notClosed = years.filter(({ status }) => status === 'active');
  if (undecided.length === 0 && notClosed.length === 0) return undefined;
  return { now, undecided, notClosed };
}

/** A mail's words. */
export interface Words {
  readonly subject: string;
  readonly text: string;
}

/** A hub's digest in words. Schools are named, people never. `signInAt` is the address of the service. */
export function digestText({ now, deadlines, opened, expired }: HubDigest, signInAt: string): Words {
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
      ...deadlines.map(({ closesAt, asks }) => [
        `Closes at ${londonTimeInWords(closesAt)} (${daysLeft(now, closesAt)}):`,
        ...asks.map((ask) => `* ${askLine(ask)}${fresh.has(ask) ? ' – new' : ''}`),
      ]),
      [`Sign in to answer: ${signInAt}`],
    ),
  };
}

/** The admins' digest in words. */
export function adminDigestText({ now, undecided, notClosed }: AdminDigest, signInAt: string): Words {
  const told = undecided.length + notClosed.length;
  return {
    subject: `Mastery Pathways: ${counted(told, 'year')} ended without a decision`,
    text: paragraphs(
      [`The programme admins’ digest for ${londonDayInWords(now)}.`],
      undecided.length > 0 && [
        'These years closed as undecided. Nothing starts by itself. If a hub still has to decide, you need to reopen the year.',
        ...undecided.map(yearLine),
      ],
      notClosed.length > 0 && [
        'The hub did not decide about these years, and they have not closed. You need to look at their workflows.',
        ...notClosed.map(yearLine),
      ],
      [`Sign in: ${signInAt}`],
    ),
  };
}

/** What was missed, and who can still do something about it. */
function missedLine(ask: Ask): string {
  return `* ${askLine(ask)}. ${nextAfterMissing(ask)}`;
}

function nextAfterMissing({ kind }: Ask): string {
  switch (kind) {
    case 'placement':
      return 'If applications are open, your hub can enrol the school again.';
    case 'declaration':
      return 'A programme admin can still declare it, with a reason.';
    case 'progression':
      return 'A programme admin can reopen the year.';
  }
}

const yearLine = ({ schoolName, urn, stage, academicYear, hub }: Participation): string =>
  `* ${schoolName} (${urn}), ${stage} ${academicYear}, hub ${hub}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function daysLeft(now: Instant, closesAt: Instant): string {
  const days = londonDaysBetween(now, closesAt);
  return days === 0 ? 'today' : `in ${counted(days, 'day')}`;
}

/** Paragraphs of lines, with an empty line between two of them; those that are false are left out. */
function paragraphs(...parts: readonly (readonly string[] | false)[]): string {
  return `${parts.flatMap((lines) => (lines ? [lines.join('\n')] : [])).join('\n\n')}\n`;
}
