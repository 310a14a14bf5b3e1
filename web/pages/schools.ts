import { foundSchoolAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { eligibilityTag, reasonsInWords } from '../words/eligibility-words.ts';

/** Between the halves of a postcode. */
const NO_BREAK = '\u00a0';

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
        suggestionsAt: addressOf('school-suggestions'),
        heading: asked ? `Schools found for “${asked}”` : own ? 'Your hub’s schools' : 'All schools',
        schools: found.items.map(({ urn, name, postcode, eligible, reasons }) => ({
          name,
          place: [urn, postcode?.replace(' ', NO_BREAK)].filter(Boolean).join(', '),
          href: addressOf('school', { urn }),
          tag: eligibilityTag(eligible, reasons),
          reasons: reasons.includes('already-enrolled') ? [] : reasonsInWords(reasons),
        })),
        paging: listPaging(addressOf('schools'), { query: asked }, cursor, found.cursor),
      },
    };
  },
};
