import { askTitle } from '../../core/ask-title.ts';
import type { Instant } from '../../core/instant.ts';
import { daysBetween, londonTimeInWords } from '../../core/london.ts';
import { isSpecialist } from '../../core/participation.ts';
import type { Role } from '../../workflows/routes.ts';
import { type AskAnswer, askAnswer, listOf, participationAnswer } from '../answers.ts';
import { type Api, pathWith } from '../api.ts';
import { nextStepOf, whereToAnswer } from '../next-step.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { isLive } from '../standing.ts';
import { stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';
import { away, dayOf } from '../words/time.ts';

const SOON_DAYS = 90;

/** What needs doing, by deadline; who acts next on everything else; what opens and closes in the next 90 days. */
export const home: Page = {
  async show({ api, now, person: { role } }) {
    const [own, open, upcoming, participations] = await Promise.all([
      askedOf(api, role),
      asksWith(api, { status: 'open' }),
      asksWith(api, { status: 'upcoming' }),
      api.get('/participations?limit=200', listOf(participationAnswer)),
    ]);
    const asks = [...open, ...upcoming];
    const asked = new Set(own.map(({ participation }) => participation));
    const resting = participations.items.filter(({ id, status }) => isLive(status) && !asked.has(id));
    const decisions = own.filter(({ kind }) => kind === 'progression').length;
    return {
      template: 'home',
      title: 'What needs doing',
      data: {
        deadlines: byDeadline(own).map((group) => deadlineView(group, now, role)),
        together: role === 'hub' && decisions > 1 ? addressOf('progression') : undefined,
        calendar: role === 'hub' ? addressOf('calendar-links') : undefined,
        allHubs: role === 'admin',
        resting: resting.map((participation) => ({
          subject: subjectOf(participation.id, participation.school),
          href: addressOf('participation', { id: participation.id }),
          stage: `${stageName(participation.stage)}, ${participation.academicYear}`,
          ...nextStepOf(participation, asks, role),
        })),
        coming: comingUp(asks, now),
        nothingYet: participations.items.length === 0,
      },
    };
  },
};

const asksWith = async (api: Api, filter: Readonly<Record<string, string>>): Promise<AskAnswer[]> =>
  (await api.get(pathWith('/asks', { ...filter, limit: '200' }), listOf(askAnswer))).items;

/** What is asked now of this role itself: of an admin, what only admins answer, out of what all hubs are asked. */
async function askedOf(api: Api, role: Role): Promise<AskAnswer[]> {
  const kinds = role === 'admin' ? [{ kind: 'selection' }, { kind: 'accreditation' }] : [{}];
  const asks = await Promise.all(kinds.map((kind) => asksWith(api, { status: 'open', ...kind })));
  return asks.flat().filter(({ answeredBy }) => answeredBy === role);
}

/** Asks that close at the same instant, the first to close first. */
function byDeadline(asks: readonly AskAnswer[]): AskAnswer[][] {
  const groups = Map.groupBy(asks, ({ closesAt }) => closesAt);
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
}

function deadlineView(asks: readonly AskAnswer[], now: Instant, role: Role) {
  const closesAt = asks[0]?.closesAt ?? now;
  return {
    by: londonTimeInWords(closesAt),
    away: away(now, closesAt),
    rows: asks.map((ask) => ({
      what: askTitle(ask),
      subject: subjectOf(ask.participation, ask.school),
      subjectHref: addressOf('participation', { id: ask.participation }),
      hub: role === 'admin' ? ask.hub : undefined,
      href: whereToAnswer(ask),
      action: ACTIONS[ask.kind],
    })),
  };
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

/** The days on which something opens or closes, with for how many. */
function comingUp(asks: readonly AskAnswer[], now: Instant) {
  const moments = asks.flatMap((ask) => [
    { at: ask.opensAt, what: `${askTitle(ask)}: can be answered from now on`, ask },
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
