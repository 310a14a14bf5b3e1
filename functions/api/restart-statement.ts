import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND, statementIn } from '../support/queries.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { restartStatement } from '../use-cases/restart-statement.ts';

/** POST /funding/statements/{month}/{hub}/restart, by an admin: leaves a new generation about to start. */
export const handler = endpoint('restart-statement', async ({ caller, path, now }, deps) => {
  const id = statementIn(path);
  if (!id) return NOT_FOUND;
  const result = await restartStatement({ id, caller, now }, deps);
  return isRefusal(result) ? result : { status: 202, body: result };
});
