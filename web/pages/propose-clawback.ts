import { claimActionPage } from '../claim-action.ts';
import { pounds } from '../words/money.ts';
import { typedPounds } from '../words/typed-pounds.ts';

/** Finance proposes to recover what was paid, or a part of it. */
export const proposeClawback = claimActionPage({
  path: 'clawback',
  title: 'Propose to recover money',
  says: ({ amount = 0 }) => [
    `${pounds(amount)} was paid.`,
    'A second person decides about your proposal; you cannot.',
    'Once approved, it is taken off what the hub’s next statement pays.',
    'A claim is recovered from once, so propose the whole of what is to come back.',
  ],
  button: 'Propose it',
  amount: 'Leave this empty to recover all of it',
  reason: 'Why is it recovered?',
  bodyOf: (form) => ({ amount: typedPounds(form.text('amount')), reason: form.text('reason') || undefined }),
  done: () => 'The clawback is proposed. A second person decides about it',
});
