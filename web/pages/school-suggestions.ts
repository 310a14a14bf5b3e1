import { foundSchoolAnswer, listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';

/** Fewer letters find half the register. */
const FEWEST_LETTERS = 3;
const MOST = '10';

/** What the search for a school suggests while somebody types: for the script of the page, never more than ten. */
export const schoolSuggestions: Page = {
  async show({ api, query }) {
    const asked = query('query').slice(0, 100);
    if (asked.length < FEWEST_LETTERS) return { json: [] };
    const found = await api.get(
      pathWith('/schools', { query: asked, limit: MOST }),
      listOf(foundSchoolAnswer),
    );
    return {
      json: found.items.map(({ urn, name, postcode }) => ({
        text: [name, postcode].filter(Boolean).join(', '),
        value: `${name} (${urn})`,
        href: addressOf('school', { urn }),
      })),
    };
  },
};
