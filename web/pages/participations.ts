import { academicYearSchema } from '../../core/academic-year.ts';
import { participationStatusSchema } from '../../core/participation.ts';
import { listOf, participationAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { stageName, statusTag } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** The schools and Specialists that take part, or took part, by year and status; a hub's own, or everybody's to finance and admins. */
export const participations: Page = {
  async show({ api, query, person }) {
    // What is neither a year nor a status was not chosen on this page: it filters nothing.
    const academicYear = academicYearSchema.safeParse(query('year')).data;
    const status = participationStatusSchema.safeParse(query('status')).data;
    const filter = { academicYear, status, cursor: query('cursor'), limit: '50' };
    const { items, cursor } = await api.get(pathWith('/participations', filter), listOf(participationAnswer));
    return {
      template: 'participations',
      title: 'Who takes part',
      data: {
        year: academicYear ?? '',
        statuses: [
          { value: '', text: 'Any', selected: !status },
          ...participationStatusSchema.options.map((value) => ({
            value,
            text: statusTag(value).text,
            selected: value === status,
          })),
        ],
        allHubs: person.role !== 'hub',
        refusedAt: person.role === 'finance' ? undefined : addressOf('refused-attempts'),
        rows: items.map((each) => ({
          school: subjectOf(each.id, each.school),
          href: addressOf('participation', { id: each.id }),
          urn: each.school.urn,
          hub: each.hub,
          year: each.academicYear,
          stage: stageName(each.stage),
          tag: statusTag(each.status, each.stage),
        })),
        more: cursor && pathWith(addressOf('participations'), { year: academicYear, status, cursor }),
      },
    };
  },
};
