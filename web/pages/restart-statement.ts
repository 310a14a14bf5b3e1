import { anyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { WholeStatement } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { statementAt, statementPath } from '../statement-at.ts';
import { STATEMENT_TAGS, statementName } from '../words/funding-names.ts';

/** An admin starts a statement's failed or lost workflow again, having seen what will happen. */
export const restartStatement: Page = {
  async show(visit) {
    return view(await statementAt(visit), visit.hubs);
  },
  async act(visit) {
    const found = await statementAt(visit);
    const answer = await visit.api.post(`${statementPath(visit)}/restart`, {}, anyAnswer);
    if (isRefused(answer))
      return { ...view(found, visit.hubs), errors: errorsOnPage(answer.faults, () => undefined) };
    return {
      goTo: addressOf('statement', { month: found.month, hub: found.hub }),
      notice: 'The statement’s workflow starts again',
    };
  },
};

function view({ id, month, hub, status, lines }: WholeStatement, hubs: Hubs): View {
  return {
    template: 'restart-statement',
    title: 'Restart this statement’s workflow',
    data: {
      back: { text: 'Back to the statement', href: addressOf('statement', { month, hub }) },
      caption: statementName(id, hubs),
      status: STATEMENT_TAGS[status].text.toLowerCase(),
      lines: lines === 1 ? '1 line' : `${lines} lines`,
    },
  };
}
