import type { SpecialistId } from '../../core/codes.ts';
import { dateInWords } from '../../core/london.ts';
import {
  type WholeParticipation,
  type WholeSpecialist,
  wholeParticipationAnswer,
  workGroupAnswer,
} from '../answers.ts';
import { pathWith } from '../api.ts';
import { everyPage } from '../every-page.ts';
import type { Hubs } from '../hubs.ts';
import { nextStepOf } from '../next-step.ts';
import type { Page, Visit } from '../page.ts';
import { relatedToSpecialist } from '../related.ts';
import { addressOf } from '../routes.ts';
import { specialistAt } from '../specialist-at.ts';
import { isLive } from '../standing.ts';
import { happeningsOf, periodInWords, timelinePart } from '../timeline.ts';
import { LEADING_STATUSES, outcomeInWords, stageName, statusTag } from '../words/names.ts';

/** A Specialist: who acts next, where and since when, how far on the way, the groups led, and all that happened. */
export const specialist: Page = {
  async show(visit) {
    const { api, hubs } = visit;
    const [found, mayOpen] = await Promise.all([specialistAt(visit), groupsThatMayBeOpened(visit)]);
    const { id, leading, conflicts, schools, hubs: hubPeriods, participations } = found;
    // Only who supports the Specialist is told of the years.
    const years =
      participations &&
      (await Promise.all(
        participations.map((year) => api.get(`/participations/${year.id}`, wholeParticipationAnswer)),
      ));
    return {
      template: 'specialist',
      title: `Specialist ${id}`,
      data: {
        back: { text: 'Back to Specialists', href: addressOf('specialists') },
        next: (years ?? []).filter(({ status }) => isLive(status)).map((year) => nextIn(year, visit)),
        facts: factsOf(found, hubs),
        conflicts: conflicts.map(({ workGroupId, academicYear, cause }) => ({
          what: `${workGroupId} of ${academicYear} needs another lead`,
          why: CAUSES[cause],
          href: mayOpen(workGroupId) ? addressOf('change-lead', { id: workGroupId }) : undefined,
        })),
        groups: leading.map(({ workGroupId, academicYear, from, to, schools: members }) => ({
          id: workGroupId,
          href: mayOpen(workGroupId) ? addressOf('work-group', { id: workGroupId }) : undefined,
          year: academicYear,
          period: periodInWords(from, to),
          schools: members.map(({ name }) => name).join(', '),
        })),
        years: years?.map(yearRow).reverse(),
        schools: schools.map(({ urn, schoolName, from, to }) => ({
          href: addressOf('school', { urn }),
          text: schoolName,
          period: periodInWords(from, to),
        })),
        hubs: hubPeriods.map(({ hub, from, to }) => `${hubs.nameOf(hub)}, ${periodInWords(from, to)}`),
        related: relatedToSpecialist(found, visit.person),
        printable: true,
        moveAt: years && addressOf('change-specialist-school', { id }),
        ...(years ? timelineOf(visit, id, found, years) : {}),
      },
    };
  },
};

const CAUSES = {
  'own-school': 'The Specialist’s own school belongs to it.',
  'not-leading': 'The Specialist does not lead in that year.',
} as const;

/** A hub opens its own Work Groups; a Specialist may lead another hub's. */
async function groupsThatMayBeOpened({ api, person }: Visit): Promise<(id: string) => boolean> {
  if (person.role === 'admin') return () => true;
  const groups = await everyPage(api, '/work-groups', {}, workGroupAnswer);
  const own = new Set<string>(groups.map(({ id }) => id));
  return (id) => own.has(id);
}

function nextIn(year: WholeParticipation, { person, hubs }: Visit) {
  return { ...nextStepOf(year, year.asks, person.role, hubs), year: yearName(year) };
}

function factsOf(
  { school, hub, cohort, accreditedOn, leadingStatus, erasedOn }: WholeSpecialist,
  hubs: Hubs,
) {
  const row = (key: string, value: string) => ({ key: { text: key }, value: { text: value } });
  return [
    {
      ...row('School', `${school.name} (${school.urn})`),
      actions: {
        items: [
          {
            href: addressOf('school', { urn: school.urn }),
            text: 'View',
            visuallyHiddenText: 'the school',
          },
        ],
      },
    },
    row('Supported by', hubs.nameOf(hub)),
    row('Cohort', String(cohort)),
    row('Accredited', accreditedOn ? `On ${dateInWords(accreditedOn)}` : 'Not yet'),
    row('Leading', LEADING_STATUSES[leadingStatus]),
    ...(erasedOn ? [row('Person erased', `On ${dateInWords(erasedOn)}`)] : []),
  ];
}

const yearName = ({ academicYear, stage }: WholeParticipation): string =>
  `${academicYear}, ${stageName(stage)}`;

function yearRow(year: WholeParticipation) {
  const { id, stage, status, outcome } = year;
  const live = isLive(status);
  return {
    text: yearName(year),
    href: addressOf('participation', { id }),
    tag: statusTag(status, stage),
    outcome: outcome && outcomeInWords(outcome, stage),
    deferAt: live && stage !== 'leading' ? addressOf('defer-training', { id }) : undefined,
    withdrawAt: live ? addressOf('withdraw', { id }) : undefined,
  };
}

function timelineOf(
  { query }: Visit,
  id: SpecialistId,
  { timeline = [] }: WholeSpecialist,
  years: readonly WholeParticipation[],
) {
  const happenings = [
    ...happeningsOf(timeline),
    ...years.flatMap((year) =>
      happeningsOf(year.timeline, {
        text: yearName(year),
        href: addressOf('participation', { id: year.id }),
      }),
    ),
  ];
  const part = timelinePart(happenings, query('page'), (page) =>
    pathWith(addressOf('specialist', { id }), { page }),
  );
  return { timeline: part.items, pagination: part.pagination };
}
