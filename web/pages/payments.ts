import { paymentFileIdSchema } from '../../core/payment.ts';
import { PAYMENT_COLUMNS } from '../../core/payment-file.ts';
import { partsOfStatement } from '../../core/statement-id.ts';
import { createdAnswer } from '../answers.ts';
import { type Fault, isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import { type CheckedPayments, checkedPaymentsAnswer } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page, Submission, View } from '../page.ts';
import { type ErrorsOnPage, errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { datesInWords } from '../words/advice.ts';
import { statementName } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';

/**
 * The payer's file, in two steps: what it would do, or every problem with its line, and then taking it in. Between the
 * two it is kept in the form itself, byte for byte, so that what is taken in is what was seen.
 */
export const payments: Page = {
  async show() {
    return view();
  },
  async act(visit) {
    const { form } = visit;
    const checked = form.text('checked');
    return checked === '' ? check(visit, textIn(form)) : send(visit, unpacked(checked));
  },
};

const AS_CSV = { 'content-type': 'text/csv' };

/** A file that was chosen goes before what was pasted. */
const textIn = (form: Form): string => form.file('file') || form.text('pasted');

async function check({ api, hubs }: Submission, text: string): Promise<View> {
  if (text === '') return { ...view(), errors: NOTHING };
  const checked = await api.post('/funding/payments/check', text, checkedPaymentsAnswer, AS_CSV);
  return isRefused(checked) ? refused(text, checked.faults) : preview(text, checked, hubs);
}

async function send({ api }: Submission, text: string) {
  const taken = await api.post('/funding/payments', text, createdAnswer, AS_CSV);
  if (isRefused(taken)) return refused(text, taken.faults);
  const id = paymentFileIdSchema.parse(taken.id);
  return { goTo: addressOf('payment-file', { id }), notice: 'The payer’s file is taken in' };
}

const CHOOSE = 'Choose the payer’s file, or paste what is in it';
const NOTHING: ErrorsOnPage = { list: [{ text: CHOOSE, href: '#file' }], at: { file: { text: CHOOSE } } };

/** The problems of a file that cannot be taken as it is, line by line. */
function refused(text: string, faults: readonly Fault[]): View {
  const problems = faults.map(({ field, detail }) => {
    const [, line, column] = /^lines\.(\d+)\.(\w+)$/.exec(field) ?? [];
    const said = datesInWords(detail.replace(/^Line \d+: /, '')).replace(/^[a-z]/, (letter) =>
      letter.toUpperCase(),
    );
    return [{ text: line ?? 'The file' }, { text: column ?? '' }, { text: said }];
  });
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const summary = `The file has ${count}, and nothing of it was taken. Put them right in the file, and choose it again`;
  const errors = errorsOnPage([{ code: 'malformed-csv', field: 'file', detail: summary }], (name) => ({
    name,
    says: { 'malformed-csv': summary },
  }));
  return { ...view(text, problems), errors };
}

const view = (pasted = '', problems: readonly unknown[] = []): View => ({
  template: 'payments',
  title: 'Upload what the payer has paid',
  data: {
    back: { text: 'Back to funding', href: addressOf('funding') },
    columns: PAYMENT_COLUMNS.join(','),
    // A long file is put right where it came from; a short one can be put right here.
    pasted: pasted.length < LONGEST_TO_EDIT ? pasted : '',
    problems,
  },
});
const LONGEST_TO_EDIT = 20_000;

function preview(text: string, { known, lines, total, statements }: CheckedPayments, hubs: Hubs): View {
  return {
    template: 'payments-preview',
    title: 'Check what the file says',
    data: {
      back: { text: 'Choose another file', href: addressOf('payments') },
      known,
      lines: lines === 1 ? '1 line' : `${lines} lines`,
      total: pounds(total),
      statements: statements.map((each) => [
        { text: statementName(each.id, hubs), href: addressOf('statement', partsOfStatement(each.id)) },
        { text: String(each.lines) },
        { text: pounds(each.total) },
      ]),
      checked: packed(text),
    },
  };
}

/** A browser would change the ends of lines in a form's field; so packed, every byte stays. */
const packed = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');
const unpacked = (checked: string): string => Buffer.from(checked, 'base64url').toString('utf8');
