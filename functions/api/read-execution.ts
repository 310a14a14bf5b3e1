import { conductedBy } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';

/** GET /executions/{name}: one execution with its history, without task tokens, to admins. */
export const handler = endpoint('read-execution', async ({ path }, deps) => {
  const name = path['name'] ?? '';
  const conducted = conductedBy(name);
  const found = conducted && (await deps.readExecution(conducted.machine, name));
  return found ? { status: 200, body: found } : NOT_FOUND;
});
