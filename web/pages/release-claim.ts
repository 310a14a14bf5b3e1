import { claimActionPage } from '../claim-action.ts';

/** A held claim goes on the next statement after all. */
export const releaseClaim = claimActionPage({
  path: 'release',
  title: 'Release this claim',
  says: ({ hold }) => [
    ...(hold ? [`It was held because: ${hold.reason}`] : []),
    'It goes on the hub’s next statement.',
  ],
  button: 'Release the claim',
  bodyOf: () => ({}),
  done: () => 'The claim is released, and goes on the next statement',
});
