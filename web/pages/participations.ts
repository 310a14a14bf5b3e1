import { academicYearSchema } from '../../core/academic-year.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { participationStatusSchema } from '../../core/participation.ts';
import { listOf, participationAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { stageName, statusTag } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** The schools and Specialists that take part, or took part, by year and status; a hub's own, or everybody's to finance and admins. */
export const participations: Page = {
  async show({ api, query, person, hubs }) {
    // What is neither a year nor a status was not chosen on this page: it filters nothing.
    const academicYear = academicYearSchema.safeParse(query('year')).data;
    const status = participationStatusSchema.safeParse(query('status')).data;
    const allHubs = person.role !== 'hub';
    const hub = allHubs ? hubCodeSchema.safeParse(query('hub')).data : undefined;
    const path = pathWith('/participations', {
      ...{ academicYear, status, hub },
      cursor: query('cursor'),
      limit: '50',
    });
    const { items, cursor } = await api.get(path, listOf(participationAnswer));
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
        allHubs,
        hubs: allHubs ? hubs.choices('Every hub', hub) : undefined,
        refusedAt: person.role === 'finance' ? undefined : addressOf('refused-attempts'),
        rows: items.map((each) => ({
          school: subjectOf(each.id, each.school),
          href: addressOf('participation', { id: each.id }),
          urn: each.school.urn,
          hub: hubs.nameOf(each.hub),
          year: each.academicYear,
          stage: stageName(each.stage),
          tag: statusTag(each.status, each.stage),
        })),
        paging: listPaging(
          addressOf('participations'),
          { year: academicYear, status, hub },
          query('cursor'),
          cursor,
        ),
      },
    };
  },
};
