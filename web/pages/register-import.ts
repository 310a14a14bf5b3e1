import { dateInWords, londonTimeInWords } from '../../core/london.ts';
import { REASONS } from '../../core/reason.ts';
import { registerImportIdSchema } from '../../core/register-import.ts';
import { registerImportAnswer } from '../admin-answers.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';

/** What one reading of the school register came to. */
export const registerImport: Page = {
  async show({ api, param }) {
    const id = registerImportIdSchema.safeParse(param('id'));
    if (!id.success) throw new PageNotFound('no reading');
    const found = await api.get(`/register-imports/${id.data}`, registerImportAnswer);
    const count = (text: string, number: number) => [{ text }, { text: number.toLocaleString('en-GB') }];
    return {
      template: 'register-import',
      title: `School register read at ${londonTimeInWords(found.at)}`,
      data: {
        back: { text: 'Back to all readings', href: addressOf('register-imports') },
        file: found.fileDate && dateInWords(found.fileDate),
        counts: [
          count('Rows read', found.rows),
          count('New schools', found.added),
          count('Changed', found.changed),
          count('As before', found.unchanged),
          count('Not taken', found.refused),
        ],
        eligible: found.eligible.toLocaleString('en-GB'),
        reasons: Object.entries(found.reasons)
          .sort(([, some], [, others]) => others - some)
          .map(([code, number]) => count(saysOf(code), number)),
        refused: found.refusedRows.map(({ line, columns }) => [
          { text: String(line) },
          { text: columns.join(', ') },
        ]),
        notShown: found.refused - found.refusedRows.length,
      },
    };
  },
};

const saysOf = (code: string): string =>
  Object.entries(REASONS).find(([known]) => known === code)?.[1].says ?? code;
