import { paymentFileIdSchema } from '../../core/payment.ts';
import { PAYMENT_COLUMNS } from '../../core/payment-file.ts';
import { penceIn } from '../../core/pence.ts';
import { partsOfStatement } from '../../core/statement-id.ts';
import { createdAnswer } from '../answers.ts';
import { type Fault, isRefused } from '../api.ts';
import { type CheckedPayments, checkedPaymentsAnswer } from '../funding-answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page, Submission, View } from '../page.ts';
import type { ErrorsOnPage } from '../page-errors.ts';
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
    const checked = visit.form.text('checked');
    return checked === '' ? check(visit) : send(visit, unpacked(checked));
  },
};

const AS_CSV = { 'content-type': 'text/csv' };

async function check({ api, hubs, form }: Submission): Promise<View> {
  // A file that was chosen goes before what was pasted.
  const chosen = form.file('file');
  const text = chosen || form.text('pasted');
  if (text === '') return { ...view(), errors: NOTHING };
  const checked = await api.post('/funding/payments/check', text, checkedPaymentsAnswer, AS_CSV);
  if (!isRefused(checked)) return preview(text, checked, hubs);
  return refused(text, checked.faults, chosen ? 'file' : 'pasted');
}

async function send({ api }: Submission, text: string) {
  const taken = await api.post('/funding/payments', text, createdAnswer, AS_CSV);
  if (isRefused(taken)) return refused(text, taken.faults, isShort(text) ? 'pasted' : 'file');
  const id = paymentFileIdSchema.parse(taken.id);
  return { goTo: addressOf('payment-file', { id }), notice: 'The payer’s file is taken in' };
}

const CHOOSE = 'Choose the payer’s file, or paste what is in it';
const NOTHING: ErrorsOnPage = { list: [{ text: CHOOSE, href: '#file' }], at: { file: { text: CHOOSE } } };

/** The problems of a file that cannot be taken as it is, line by line, and where it is put right. */
function refused(text: string, faults: readonly Fault[], name: 'file' | 'pasted'): View {
  const problems = faults.map((fault) => {
    const [, line, column] = /^lines\.(\d+)\.(\w+)$/.exec(fault.field) ?? [];
    return [{ text: line ?? 'The file' }, { text: column ?? '' }, { text: problemInWords(fault) }];
  });
  const [count, it] = problems.length === 1 ? ['1 problem', 'it'] : [`${problems.length} problems`, 'them'];
  const where =
    name === 'file' ? 'in the file, and choose it again' : 'in what you pasted, and check it again';
  const says = `The file has ${count}, and nothing of it was taken. Put ${it} right ${where}`;
  const errors = { list: [{ text: says, href: `#${name}` }], at: { [name]: { text: says } } };
  return { ...view(text, problems), errors };
}

function problemInWords({ code, detail }: Fault): string {
  const said = detail.replace(/^Line \d+: /, '').replace(/^[a-z]/, (letter) => letter.toUpperCase());
  switch (code) {
    // How something is written in the file has to be shown as it is written.
    case 'invalid-format':
      return said;
    case 'amount-differs':
      return said.replace(/-?\d+\.\d\d/, (written) => `${pounds(penceIn(written) ?? 0)}, written ${written}`);
    default:
      return datesInWords(said);
  }
}

const view = (pasted = '', problems: readonly unknown[] = []): View => ({
  template: 'payments',
  title: 'Upload what the payer has paid',
  data: {
    back: { text: 'Back to funding', href: addressOf('funding') },
    columns: PAYMENT_COLUMNS.join(','),
    example: '900001-2025-26-development.started,1000.00,BACS/1,2025-11-25',
    // A long file is put right where it came from; a short one can be put right here.
    pasted: isShort(pasted) ? pasted : '',
    problems,
  },
});
const isShort = (text: string): boolean => text.length < 20_000;

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
