import { ANSWERED_BY, type Ask } from './ask.ts';
import { type AsksOfDay, asksOfDay, deadlineLines, type RemindersOf } from './asks-of-day.ts';
import type { Instant } from './instant.ts';
import { londonDayInWords } from './london.ts';
import { counted, paragraphs, type Words } from './mail-text.ts';
import { isSpecialist, type Participation, specialistOf } from './participation.ts';

/** A participation whose question nobody answered in time. */
export interface Unanswered {
  readonly ask: Ask;
  readonly participation: Participation;
}

/** What the programme's admins are told on one day: the decisions that wait for them, and what nobody decided. */
export interface AdminDigest extends Pick<AsksOfDay, 'deadlines' | 'opened' | 'escalated'> {
  readonly now: Instant;
  /** Closed as undecided, for a hub or an admin did not answer. */
  readonly undecided: readonly Unanswered[];
  /** Their question expired and they have not closed, for their workflow is not at work. */
  readonly notClosed: readonly Participation[];
}

/**
 * The admins' digest at an instant; undefined on a quiet day. They are told on the days on which a hub would be, and
 * on the day on which a decision of theirs was escalated.
 *
 * @param unanswered the participations whose deciding question expired since yesterday, whosoever had to answer it
 */
export function adminDigest(
  asks: readonly Ask[],
  unanswered: readonly Unanswered[],
  now: Instant,
  remindersOf: RemindersOf,
): AdminDigest | undefined {
  const own = asks.filter(({ kind }) => ANSWERED_BY[kind] === 'admin');
  const { deadlines, opened, escalated, reminded } = asksOfDay(own, now, remindersOf);
  const undecided = unanswered.filter(({ participation }) => participation.outcome === 'undecided');
  const notClosed = unanswered.flatMap(({ participation }) =>
    ['enrolled', 'active'].includes(participation.status) ? [participation] : [],
  );
  const told = [opened, escalated, undecided, notClosed].some((list) => list.length > 0);
  return told || reminded ? { now, deadlines, opened, escalated, undecided, notClosed } : undefined;
}

/** The admins' digest in words. Specialists go by their numbers. `signInAt` is the address of the service. */
export function adminDigestText(digest: AdminDigest, signInAt: string): Words {
  const { now, deadlines, undecided, notClosed } = digest;
  const [ours, theirs] = [
    undecided.filter(({ ask }) => ANSWERED_BY[ask.kind] === 'admin'),
    undecided.filter(({ ask }) => ANSWERED_BY[ask.kind] === 'hub'),
  ];
  return {
    subject: `Mastery Pathways: ${subjectOf(digest)}`,
    text: paragraphs(
      [`The programme admins’ digest for ${londonDayInWords(now)}.`],
      ours.length > 0 && [
        'You did not decide about these in time, and they closed as undecided. To decide now, you need to reopen the year.',
        ...ours.map(({ participation }) => yearLine(participation)),
      ],
      theirs.length > 0 && [
        'These years closed as undecided. Nothing starts by itself. If a hub still has to decide, you need to reopen the year.',
        ...theirs.map(({ participation }) => yearLine(participation)),
      ],
      notClosed.length > 0 && [
        'Nobody decided about these years, and they have not closed. You need to look at their workflows.',
        ...notClosed.map(yearLine),
      ],
      deadlines.length > 0 && ['You need to decide about these next. The first to close comes first.'],
      ...deadlines.map((each) => deadlineLines(each, now, (ask) => `, hub ${ask.hub}${noteOn(ask, digest)}`)),
      [`Sign in: ${signInAt}`],
    ),
  };
}

function subjectOf({ deadlines, undecided, notClosed }: AdminDigest): string {
  const ended = undecided.length + notClosed.length;
  if (ended > 0) return `${counted(ended, 'year')} ended without a decision`;
  const toDecide = counted(deadlines.flatMap(({ asks }) => asks).length, 'decision');
  const [first] = deadlines;
  return first ? `${toDecide} to take, the first by ${londonDayInWords(first.closesAt)}` : toDecide;
}

function noteOn(ask: Ask, { opened, escalated }: AdminDigest): string {
  if (escalated.includes(ask)) return ' – escalated, the time is running out';
  return opened.includes(ask) ? ' – new' : '';
}

function yearLine({ id, schoolName, urn, stage, academicYear, hub }: Participation): string {
  const specialist = isSpecialist(id) ? `${specialistOf(id)}, ` : '';
  return `* ${specialist}${schoolName} (${urn}), ${stage} ${academicYear}, hub ${hub}`;
}
