import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import { registerImportAnswer } from '../admin-answers.ts';
import { listOf } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';

/** The readings of the school register, the last one first. */
export const registerImports: Page = {
  async show({ api, query }) {
    const path = pathWith('/register-imports', { cursor: query('cursor'), limit: '50' });
    const { items, cursor } = await api.get(path, listOf(registerImportAnswer));
    return {
      template: 'register-imports',
      title: 'Imports of the school register',
      data: {
        back: { text: 'Back to workflows', href: addressOf('workflows') },
        rows: items.map(({ id, at, fileDate, added, changed, refused, rows }) => [
          { text: londonTimeInWords(at), href: addressOf('register-import', { id }) },
          { text: fileDate ? dateInWords(fileDate) : '' },
          ...[rows, added, changed, refused].map((count) => ({ text: inThousands(count) })),
        ]),
        more: listPaging(addressOf('register-imports'), {}, query('cursor'), cursor),
      },
    };
  },
};

/** `50,012`. */
const inThousands = (count: number): string => count.toLocaleString('en-GB');
