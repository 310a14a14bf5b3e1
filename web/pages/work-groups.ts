import { listOf, workGroupAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { waitingSchools } from '../waiting-schools.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';

/** A hub's Work Groups, and the schools that wait for one. */
export const workGroups: Page = {
  async show({ api, query, person }) {
    const [{ items, cursor }, waiting] = await Promise.all([
      api.get(pathWith('/work-groups', { cursor: query('cursor'), limit: '50' }), listOf(workGroupAnswer)),
      person.role === 'hub' ? waitingSchools(api) : [],
    ]);
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
          hub: person.role === 'hub' ? undefined : hub,
          schools: members.filter(({ leftOn }) => leftOn === undefined).length,
        })),
        more: cursor && pathWith(addressOf('work-groups'), { cursor }),
      },
    };
  },
};
