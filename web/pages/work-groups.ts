import { listOf, workGroupAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import { liveParticipations } from '../live-participations.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { waitingSchools } from '../waiting-schools.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';

/** A hub's Work Groups, and the schools that wait for one. */
export const workGroups: Page = {
  async show({ api, query, person, hubs }) {
    const isHub = person.role === 'hub';
    const [{ items, cursor }, waiting, present] = await Promise.all([
      api.get(pathWith('/work-groups', { cursor: query('cursor'), limit: '50' }), listOf(workGroupAnswer)),
      isHub ? waitingSchools(api) : [],
      isHub ? liveParticipations(api) : [],
    ]);
    const namesIn = Map.groupBy(present, ({ workGroupId }) => workGroupId);
    return {
      template: 'work-groups',
      title: 'Work Groups',
      data: {
        waiting: waiting.map(({ key, name, schools }) => ({
          name,
          href: `${addressOf('form-work-group')}?for=${key}`,
          schools: schools.map(({ school }) => school.name).join(', '),
        })),
        groups: items.map(({ id, kind, topic, academicYear, lead, members, hub }) => ({
          id,
          href: addressOf('work-group', { id }),
          kind: topic ? `${GROUP_KINDS[kind]}: ${stageName(topic)}` : GROUP_KINDS[kind],
          year: academicYear,
          lead,
          hub: isHub ? undefined : hubs.nameOf(hub),
          // Of groups whose year is over, and of another hub's, the number has to do.
          schools:
            namesIn
              .get(id)
              ?.map(({ school }) => school.name)
              .join(', ') ?? inWords(members.filter(({ leftOn }) => leftOn === undefined).length),
        })),
        paging: listPaging(addressOf('work-groups'), {}, query('cursor'), cursor),
      },
    };
  },
};

const inWords = (count: number): string => (count === 1 ? '1 school' : `${count} schools`);
