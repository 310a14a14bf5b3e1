import { claimActionPage } from '../claim-action.ts';
import { pounds } from '../words/money.ts';

/** A second person approves a clawback, or declines it. */
export const decideClawback = claimActionPage({
  path: 'clawback/approval',
  title: 'Decide about a clawback',
  says: ({ clawback, amount = 0 }) => [
    `It is proposed to recover ${pounds(clawback?.amount ?? 0)} of the ${pounds(amount)} that was paid.`,
    'Whoever proposed it may not decide about it.',
  ],
  forbids: ({ proposedByYou }) =>
    proposedByYou ? 'You proposed this. Somebody else of finance, or an admin, decides about it.' : undefined,
  button: 'Save the decision',
  decisions: [
    { value: 'approve', text: 'Approve', hint: 'It is taken off what the hub’s next statement pays' },
    { value: 'decline', text: 'Decline', hint: 'Nothing is recovered; it can be proposed again' },
  ],
  // An empty body would approve: somebody who chose nothing has not decided.
  bodyOf: (form) => ({ decision: form.text('decision') }),
  done: (form) =>
    form.text('decision') === 'approve' ? 'The clawback is approved' : 'The clawback is declined',
});
