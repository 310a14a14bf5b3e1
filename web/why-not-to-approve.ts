import type { WholeStatement } from './funding-answers.ts';

/** Why whoever looks at it cannot approve an open statement now, before they try; undefined where they can. The API judges again. */
export function whyNotToApprove({ changedByYou, seal }: WholeStatement): string | undefined {
  if (changedByYou) {
    return 'You adjusted this statement, or held a claim on it. Somebody else of finance, or an admin, has to approve it.';
  }
  // Each seal goes on from the one of the statement before.
  return seal ? undefined : 'The hub’s statement before has to be approved first.';
}
