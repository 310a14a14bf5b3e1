import { stageSchema } from '../../core/codes.ts';
import type { LondonDate } from '../../core/instant.ts';
import { dateInWords } from '../../core/london.ts';
import { partsOf } from '../../core/participation.ts';
import { listOf, type WholeSpecialist, workGroupAnswer } from '../answers.ts';
import type { Page, Visit } from '../page.ts';
import { addressOf } from '../routes.ts';
import { specialistAt } from '../specialist-at.ts';
import { isLive } from '../standing.ts';
import { LEADING_STATUSES, outcomeInWords, stageName, statusTag } from '../words/names.ts';

/** A Specialist: where and since when, how far on the way, the groups led with their schools, and what needs doing. */
export const specialist: Page = {
  async show(visit) {
    const [found, mayOpen] = await Promise.all([specialistAt(visit), groupsThatMayBeOpened(visit)]);
    const { id, leading, conflicts, schools, hubs, participations } = found;
    return {
      template: 'specialist',
      title: `Specialist ${id}`,
      data: {
        back: { text: 'Back to Specialists', href: addressOf('specialists') },
        facts: factsOf(found),
        conflicts: conflicts.map(({ workGroupId, academicYear, cause }) => ({
          what: `${workGroupId} of ${academicYear} needs another lead`,
          why: CAUSES[cause],
          href: mayOpen(workGroupId) ? addressOf('change-lead', { id: workGroupId }) : undefined,
        })),
        groups: leading.map(({ workGroupId, academicYear, from, to, schools: members }) => ({
          id: workGroupId,
          href: mayOpen(workGroupId) ? addressOf('work-group', { id: workGroupId }) : undefined,
          year: academicYear,
          period: periodOf(from, to),
          schools: members.map(({ name }) => name).join(', '),
        })),
        years: participations && yearsOf(participations),
        schools: schools.map(
          ({ urn, schoolName, from, to }) => `${schoolName} (${urn}), ${periodOf(from, to)}`,
        ),
        hubs: hubs.map(({ hub, from, to }) => `${hub}, ${periodOf(from, to)}`),
        // Only who supports the Specialist is told of the years.
        moveAt: participations && addressOf('change-specialist-school', { id }),
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
  const { items } = await api.get('/work-groups?limit=200', listOf(workGroupAnswer));
  const own = new Set<string>(items.map(({ id }) => id));
  return (id) => own.has(id);
}

function factsOf({ school, hub, cohort, accreditedOn, leadingStatus, erasedOn }: WholeSpecialist) {
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
    row('Supported by', hub),
    row('Cohort', String(cohort)),
    row('Accredited', accreditedOn ? `On ${dateInWords(accreditedOn)}` : 'Not yet'),
    row('Leading', LEADING_STATUSES[leadingStatus]),
    ...(erasedOn ? [row('Person erased', `On ${dateInWords(erasedOn)}`)] : []),
  ];
}

function yearsOf(participations: NonNullable<WholeSpecialist['participations']>) {
  return participations.map(({ id, status, outcome }) => {
    const { academicYear, stage } = partsOf(id);
    const of = stageSchema.parse(stage);
    const live = isLive(status);
    return {
      text: `${academicYear}, ${stageName(of)}`,
      href: addressOf('participation', { id }),
      tag: statusTag(status, of),
      outcome: outcome && outcomeInWords(outcome, of),
      deferAt: live && of !== 'leading' ? addressOf('defer-training', { id }) : undefined,
      withdrawAt: live ? addressOf('withdraw', { id }) : undefined,
    };
  });
}

const periodOf = (from: LondonDate, to: LondonDate | undefined): string =>
  to ? `${dateInWords(from)} to ${dateInWords(to)}` : `since ${dateInWords(from)}`;
