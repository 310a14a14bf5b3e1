import { claimActionPage } from '../claim-action.ts';

/** A claim is given up for good before it is on a statement. */
export const cancelClaim = claimActionPage({
  path: 'cancellation',
  title: 'Cancel this claim',
  says: () => [
    'Nothing is ever paid for it: this cannot be undone.',
    'The same instalment of this school and year cannot be claimed again.',
  ],
  button: 'Cancel the claim for good',
  warns: true,
  reason: 'Why is it cancelled?',
  bodyOf: (form) => ({ reason: form.text('reason') || undefined }),
  done: () => 'The claim is cancelled for good',
});
