import { type AcademicYear, startYearOf } from '../core/academic-year.ts';
import { askTitle } from '../core/ask-title.ts';
import type { Instant } from '../core/instant.ts';
import { londonTimeInWords } from '../core/london.ts';
import type { Role } from '../workflows/routes.ts';
import type { AskAnswer, ParticipationAnswer } from './answers.ts';
import type { Hubs } from './hubs.ts';
import { addressOf } from './routes.ts';
import { outcomeInWords } from './words/names.ts';
import { dayOf } from './words/time.ts';

/** Who acts next on a school's year, and how. */
export interface NextStep {
  readonly who: string;
  readonly what: string;
  readonly href?: string;
}

/** Where an ask is answered: a place by forming a Work Group, all else on the ask's own page. */
export function whereToAnswer({ kind, id, participation }: AskAnswer): string {
  if (kind !== 'placement') return addressOf('ask', { id });
  return `${addressOf('form-work-group')}?with=${participation}`;
}

/**
 * Whether somebody in this role answers it here: an admin may for a hub, a hub never for an admin. Which of its schools
 * meet in a Work Group, a hub alone knows.
 */
export const mayAnswer = (role: Role, { answeredBy, kind }: AskAnswer): boolean =>
  role === answeredBy || (role === 'admin' && kind !== 'placement');

/** The next step of a participation, from its asks: the earliest that is open, else what is waited for. */
export function nextStepOf(
  participation: ParticipationAnswer,
  asks: readonly AskAnswer[],
  role: Role,
  hubs: Hubs,
): NextStep {
  const own = asks.filter((ask) => ask.participation === participation.id);
  const open = earliest(own, 'open', ({ closesAt }) => closesAt);
  if (open) {
    const by = londonTimeInWords(open.closesAt);
    const what = `${askTitle(open)} by ${by}`;
    return {
      who: whoAnswers(open, role, hubs),
      what,
      ...(mayAnswer(role, open) ? { href: whereToAnswer(open) } : {}),
    };
  }
  const upcoming = earliest(own, 'upcoming', ({ opensAt }) => opensAt);
  if (upcoming) {
    const from = dayOf(upcoming.opensAt);
    return { who: `${whoAnswers(upcoming, role, hubs)}, from ${from}`, what: askTitle(upcoming) };
  }
  return restingStep(participation, role);
}

function whoAnswers({ answeredBy, hub }: AskAnswer, role: Role, hubs: Hubs): string {
  if (answeredBy === 'admin') return role === 'admin' ? 'You, as an admin' : 'The programme’s admins';
  return role === 'hub' ? 'Your hub' : hubs.nameOf(hub);
}

function restingStep(
  { id, status, academicYear, outcome, stage, specialist }: ParticipationAnswer,
  role: Role,
): NextStep {
  const nobody = (what: string): NextStep => ({ who: 'Nobody', what });
  switch (status) {
    case 'enrolled':
      return nobody(
        specialist ? 'The time to decide has passed' : 'The time to find a Work Group place has passed',
      );
    case 'placed':
      return { who: 'Nobody for now', what: `The year opens on ${openingOf(academicYear)}` };
    case 'active':
      return { who: 'The programme', what: 'The year closes by itself' };
    case 'closed':
      if (outcome === 'undecided') return undecidedStep(id, role);
      return nobody(outcome ? outcomeInWords(outcome, stage) : 'Closed');
    case 'withdrawn':
      return nobody(specialist ? 'The Specialist has left' : 'The school has left');
    case 'not-placed':
      return nobody('No Work Group was found in time');
  }
}

/** What nobody decided in time can be asked again, as an admin sees fit. */
function undecidedStep(id: ParticipationAnswer['id'], role: Role): NextStep {
  const why = 'Nothing was decided in time';
  if (role === 'admin') {
    return {
      who: 'You, as an admin',
      what: `${why}: reopen this year`,
      href: addressOf('reopen-year', { id }),
    };
  }
  if (role === 'finance') return { who: 'Nobody', what: why };
  return {
    who: 'Your hub',
    what: `${why}. Ask the programme’s admins to reopen the year: you can then decide`,
  };
}

/** The day on which a year opens by itself, in words. */
export const openingOf = (year: AcademicYear): string => `1 September ${startYearOf(year)}`;

function earliest(
  asks: readonly AskAnswer[],
  status: AskAnswer['status'],
  when: (ask: AskAnswer) => Instant,
): AskAnswer | undefined {
  return asks
    .filter((ask) => ask.status === status)
    .sort((one, other) => (when(one) < when(other) ? -1 : 1))[0];
}
