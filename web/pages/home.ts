import { askTitle } from '../../core/ask-title.ts';
import { stageSchema } from '../../core/codes.ts';
import { nextAfterMissing } from '../../core/hub-digest.ts';
import type { Instant } from '../../core/instant.ts';
import { daysBetween, londonDaysBetween, londonTimeInWords } from '../../core/london.ts';
import { isSpecialist, partsOf } from '../../core/participation.ts';
import type { Role } from '../../workflows/routes.ts';
import { type AskAnswer, askAnswer, type ParticipationAnswer } from '../answers.ts';
import { type Api, pathWith } from '../api.ts';
import { everyPage } from '../every-page.ts';
import { freeSeats } from '../free-seats.ts';
import { liveParticipations } from '../live-participations.ts';
import { nextStepOf, whereToAnswer } from '../next-step.ts';
import type { Page, View, Visit } from '../page.ts';
import { partOf } from '../paging.ts';
import { type Missed, recentlyMissed } from '../recently-missed.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';
import { away, dayOf } from '../words/time.ts';

const SOON_DAYS = 90;
/** A deadline with more than this shows its first ones, and leads to a page of its own. */
const FIRST_ROWS = 10;
const ROWS_PER_PAGE = 50;
const RESTING = 'resting';
const MISSED = 'missed';

/**
 * What needs doing, by deadline; who acts next on everything else; what opens and closes in the next 90 days. With
 * `show` in the address one of its lists alone, whole, page by page.
 */
export const home: Page = {
  async show(visit) {
    const role = visit.person.role;
    const [open, upcoming, participations] = await Promise.all([
      asksOf(visit.api, role, 'open'),
      asksOf(visit.api, role, 'upcoming'),
      role === 'hub' ? liveParticipations(visit.api) : [],
    ]);
    const groups = byDeadline(open.filter(({ answeredBy }) => answeredBy === role));
    const asked = new Set(groups.flat().map(({ participation }) => participation));
    const resting = participations.filter(({ id }) => !asked.has(id));
    const asks = [...open, ...upcoming];
    const shown = visit.query('show');
    const group = groups.find(([first]) => first?.closesAt === shown);
    if (group) return wholeDeadline(visit, group, participations);
    if (shown === RESTING && resting.length > 0) return wholeResting(visit, resting, asks);
    const missed = role === 'hub' ? await recentlyMissed(visit.api, visit.now, participations) : [];
    if (shown === MISSED && missed.length > 0) return wholeMissed(visit, missed);
    return {
      template: 'home',
      title: 'What needs doing',
      data: {
        drafts: role === 'hub' ? await begun(visit) : [],
        deadlines: groups.map((each) => ({
          ...deadlineView(visit, each, each.slice(0, FIRST_ROWS), participations),
          moreAt: each.length > FIRST_ROWS ? only(each[0]?.closesAt) : undefined,
        })),
        together: role === 'hub' ? togetherOn(groups.flat()) : undefined,
        calendar: role === 'hub' ? addressOf('calendar-links') : undefined,
        seats: await freeSeats(visit.api, visit.now, participations),
        isHub: role === 'hub',
        missed: missed.slice(0, FIRST_ROWS).map(missedRow),
        missedCount: missed.length,
        allMissed: missed.length > FIRST_ROWS ? only(MISSED) : undefined,
        resting: resting.slice(0, FIRST_ROWS).map((each) => restingRow(visit, each, asks)),
        restingCount: resting.length,
        allResting: resting.length > FIRST_ROWS ? only(RESTING) : undefined,
        coming: comingUp(asks, visit.now),
        nothingYet: role === 'hub' && participations.length === 0,
      },
    };
  },
};

const only = (show: string | undefined): string => pathWith(addressOf('home'), { show });

/** A hub is told of all its asks; an admin, out of those of all hubs, of what only admins answer. */
async function asksOf(api: Api, role: Role, status: 'open' | 'upcoming'): Promise<AskAnswer[]> {
  const kinds = role === 'admin' ? ['selection', 'accreditation'] : [undefined];
  const lists = await Promise.all(kinds.map((kind) => everyPage(api, '/asks', { status, kind }, askAnswer)));
  return lists.flat();
}

/** Asks that close at the same instant, the first to close first; in each, by what is asked and then by school. */
function byDeadline(asks: readonly AskAnswer[]): AskAnswer[][] {
  const nameOf = (ask: AskAnswer) => `${askTitle(ask)} ${ask.school.name} ${ask.participation}`;
  const groups = Map.groupBy(asks, ({ closesAt }) => closesAt);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => group.sort((one, other) => nameOf(one).localeCompare(nameOf(other), 'en-GB')));
}

function deadlineView(
  { now, person, hubs }: Visit,
  all: readonly AskAnswer[],
  shown: readonly AskAnswer[],
  participations: readonly ParticipationAnswer[],
) {
  const closesAt = all[0]?.closesAt ?? now;
  const groups = groupsToDeclareFor(all, participations);
  return {
    by: londonTimeInWords(closesAt),
    tag: { text: away(now, closesAt), classes: urgency(londonDaysBetween(now, closesAt)) },
    count: all.length,
    rows: shown.map((ask) => ({
      what: askTitle(ask),
      subject: subjectOf(ask.participation, ask.school),
      subjectHref: addressOf('participation', { id: ask.participation }),
      stage: yearOfAsk(ask),
      hub: person.role === 'admin' ? hubs.nameOf(ask.hub) : undefined,
      href: whereToAnswer(ask),
      action: ACTIONS[ask.kind],
      groupAt: groups.get(ask.id),
    })),
  };
}

function yearOfAsk({ participation }: AskAnswer): string {
  const { stage, academicYear } = partsOf(participation);
  return yearOf({ stage: stageSchema.parse(stage), academicYear });
}

const urgency = (days: number): string =>
  days <= 3 ? 'govuk-tag--red' : days <= 14 ? 'govuk-tag--yellow' : 'govuk-tag--grey';

/** Where a milestone can be declared for a whole Work Group at once: by the id of each ask that it would answer. */
function groupsToDeclareFor(asks: readonly AskAnswer[], participations: readonly ParticipationAnswer[]) {
  const groupOf = new Map(participations.map(({ id, workGroupId }) => [id, workGroupId]));
  const declarations = asks.filter(({ kind }) => kind === 'declaration');
  const byGroup = Map.groupBy(declarations, (ask) => groupOf.get(ask.participation));
  return new Map(
    [...byGroup].flatMap(([id, group]) =>
      id && group.length > 1
        ? group.map((ask): [string, string] => [ask.id, addressOf('declare-for-group', { id })])
        : [],
    ),
  );
}

const ACTIONS: Readonly<Record<AskAnswer['kind'], string>> = {
  placement: 'Form a Work Group',
  declaration: 'Declare',
  days: 'Declare',
  progression: 'Decide',
  selection: 'Decide',
  accreditation: 'Decide',
  leading: 'Decide',
};

/** More than one school's next year can be decided on one page. */
function togetherOn(asks: readonly AskAnswer[]) {
  const count = asks.filter(({ kind }) => kind === 'progression').length;
  return count > 1 ? { count, href: addressOf('progression') } : undefined;
}

function restingRow({ person, hubs }: Visit, participation: ParticipationAnswer, asks: readonly AskAnswer[]) {
  return {
    subject: subjectOf(participation.id, participation.school),
    subjectHref: addressOf('participation', { id: participation.id }),
    stage: yearOf(participation),
    ...nextStepOf(participation, asks, person.role, hubs),
  };
}

const yearOf = ({ stage, academicYear }: Pick<ParticipationAnswer, 'stage' | 'academicYear'>): string =>
  `${stageName(stage)}, ${academicYear}`;

function wholeDeadline(
  visit: Visit,
  all: readonly AskAnswer[],
  participations: readonly ParticipationAnswer[],
): View {
  const show = all[0]?.closesAt;
  const part = partOf(all, ROWS_PER_PAGE, visit.query('page'), (page) =>
    pathWith(addressOf('home'), { show, page }),
  );
  const deadline = deadlineView(visit, all, part.items, participations);
  return {
    template: 'home-list',
    title: `To do by ${deadline.by}`,
    data: { back: BACK, count: all.length, deadline, pagination: part.pagination },
  };
}

function wholeResting(visit: Visit, all: readonly ParticipationAnswer[], asks: readonly AskAnswer[]): View {
  const part = partOf(all, ROWS_PER_PAGE, visit.query('page'), (page) =>
    pathWith(addressOf('home'), { show: RESTING, page }),
  );
  return {
    template: 'home-list',
    title: 'Nothing for you to do yet',
    data: {
      back: BACK,
      count: all.length,
      resting: part.items.map((each) => restingRow(visit, each, asks)),
      pagination: part.pagination,
    },
  };
}

function missedRow({ ask, participation }: Missed) {
  return {
    subject: subjectOf(ask.participation, ask.school),
    subjectHref: addressOf('participation', { id: ask.participation }),
    stage: yearOf(participation),
    what: askTitle(ask),
    closed: dayOf(ask.closesAt),
    advice: nextAfterMissing(ask),
  };
}

function wholeMissed(visit: Visit, all: readonly Missed[]): View {
  const part = partOf(all, ROWS_PER_PAGE, visit.query('page'), (page) =>
    pathWith(addressOf('home'), { show: MISSED, page }),
  );
  return {
    template: 'home-list',
    title: 'Missed in the last 90 days',
    data: { back: BACK, missed: part.items.map(missedRow), pagination: part.pagination },
  };
}

const BACK = { text: 'Back to what needs doing', href: addressOf('home') };

/** The days on which something opens or closes, with for how many. */
function comingUp(asks: readonly AskAnswer[], now: Instant) {
  const moments = asks.flatMap((ask) => [
    { at: ask.opensAt, what: `${askTitle(ask)}: opens`, ask },
    { at: ask.closesAt, what: `${askTitle(ask)}: last day`, ask },
  ]);
  const soon = moments.filter(({ at }) => now < at && daysBetween(now, at) <= SOON_DAYS);
  const groups = Map.groupBy(soon, ({ at, what }) => `${at} ${what}`);
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      return first
        ? [{ day: dayOf(first.at), what: first.what, howMany: inWords(group.map((each) => each.ask)) }]
        : [];
    });
}

/** `2 schools`, `1 Specialist`: moments that fall together are of one kind, and a declaration may be both's. */
function inWords(asks: readonly AskAnswer[]): string {
  const specialists = asks.filter(({ participation }) => isSpecialist(participation)).length;
  const schools = asks.length - specialists;
  return [
    ...(schools > 0 ? [schools === 1 ? '1 school' : `${schools} schools`] : []),
    ...(specialists > 0 ? [specialists === 1 ? '1 Specialist' : `${specialists} Specialists`] : []),
  ].join(', ');
}

/** The enrolments that this person has begun in this browser and not sent yet. */
async function begun({ drafts }: Visit) {
  return (await drafts.list()).map(({ id, title }) => ({
    title,
    href: addressOf('enrol-check', { draft: id }),
    discardAt: addressOf('discard-enrolment', { draft: id }),
  }));
}
