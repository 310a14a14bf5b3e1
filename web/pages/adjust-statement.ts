import { anyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import type { WholeStatement } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { statementAt, statementPath } from '../statement-at.ts';
import { statementName } from '../words/funding-names.ts';
import { typedPounds } from '../words/typed-pounds.ts';

/** Finance adds a line of its own to an open statement, with a reason. */
export const adjustStatement: Page = {
  async show(visit) {
    return view(await statementAt(visit), visit.hubs);
  },
  async act(visit) {
    const found = await statementAt(visit);
    const { form } = visit;
    const body = {
      amount: typedPounds(form.text('amount')),
      reason: form.text('reason') || undefined,
      urn: form.text('urn') || undefined,
      linesSeen: form.number('linesSeen'),
    };
    const answer = await visit.api.post(`${statementPath(visit)}/adjustments`, body, anyAnswer);
    if (isRefused(answer))
      return { ...view(found, visit.hubs, form), errors: errorsOnPage(answer.faults, FIELDS) };
    return {
      goTo: addressOf('statement', { month: found.month, hub: found.hub }),
      notice: 'The adjustment is on the statement. Somebody else has to approve it',
    };
  },
};

const AMOUNT = 'Enter an amount in pounds, such as 250 or -250.00';
const FIELDS = fieldsFrom({
  amount: {
    name: 'amount',
    says: {
      required: AMOUNT,
      'wrong-type': AMOUNT,
      'invalid-value': 'Enter an amount other than 0, up to ten million pounds',
    },
  },
  reason: { name: 'reason', says: { required: 'Enter why the statement is adjusted' } },
  urn: { name: 'urn', says: { 'invalid-format': 'Enter the six digits of a URN, or nothing' } },
});

function view({ id, month, hub, lines }: WholeStatement, hubs: Hubs, form?: Form): View {
  return {
    template: 'adjust-statement',
    title: 'Adjust this statement',
    data: {
      back: { text: 'Back to the statement', href: addressOf('statement', { month, hub }) },
      caption: statementName(id, hubs),
      linesSeen: lines,
      typed: Object.fromEntries(['amount', 'reason', 'urn'].map((name) => [name, form?.text(name) ?? ''])),
    },
  };
}
