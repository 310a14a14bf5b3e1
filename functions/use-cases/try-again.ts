/** Somebody else kept changing the same rows, try after try. The API answers 409; a workflow tries again later. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

const TRIES = 8;

/**
 * Runs a use case from its reading on, again and again while its rows were changed under it: `undefined` says
 * so. Throws ChangedMeanwhile in the end.
 */
export async function tryAgain<Result>(once: () => Promise<Result | undefined>): Promise<Result> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const result = await once();
    if (result !== undefined) return result;
  }
  throw new ChangedMeanwhile(`gave up after ${TRIES} tries`);
}
