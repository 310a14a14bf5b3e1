import { monthSchema } from '../../core/month.ts';
import type { Page } from '../page.ts';
import { statementPath } from '../statement-at.ts';

/** A statement's lines as the file that its seal is made of. That it was taken is recorded. */
export const statementFile: Page = {
  async show(visit) {
    const text = await visit.api.file(statementPath(visit));
    const month = monthSchema.parse(visit.param('month'));
    return { fileName: `statement-${month}-${visit.param('hub')}.csv`, text };
  },
};
