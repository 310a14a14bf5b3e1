import { foundSchoolAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { reasonsInWords } from '../words/eligibility-words.ts';

/** Schools by name, postcode or URN, each with whether it could be enrolled, before anybody fills in a form. */
export const schools: Page = {
  async show({ api, query, person }) {
    const asked = query('query').slice(0, 100);
    const cursor = query('cursor');
    const own = person.role === 'hub' && !asked ? person.hub : undefined;
    const path = pathWith('/schools', { query: asked, hub: own, cursor, limit: '20' });
    const found = await api.get(path, listOf(foundSchoolAnswer));
    return {
      template: 'schools',
      title: 'Find a school',
      data: {
        query: asked,
        heading: asked ? `Schools found for “${asked}”` : own ? 'Your hub’s schools' : 'All schools',
        schools: found.items.map(({ urn, name, postcode, eligible, reasons }) => ({
          urn,
          name,
          postcode,
          href: addressOf('school', { urn }),
          eligible,
          reasons: reasonsInWords(reasons),
        })),
        more: found.cursor && pathWith(addressOf('schools'), { query: asked, cursor: found.cursor }),
      },
    };
  },
};
