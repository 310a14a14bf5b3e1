import { claimActionPage } from '../claim-action.ts';

/** Finance stops a claim before it is approved. */
export const holdClaim = claimActionPage({
  path: 'hold',
  title: 'Hold this claim',
  says: () => [
    'Nothing is paid for it until somebody releases it.',
    'It comes off a statement that is open; whoever holds it cannot approve that statement.',
    'Once released, it goes on the next statement.',
  ],
  button: 'Hold the claim',
  reason: 'Why is it held?',
  bodyOf: (form) => ({ reason: form.text('reason') || undefined }),
  done: () => 'The claim is on hold',
});
