import { conductedBy } from '../../core/execution-name.ts';
import { isSpecialist, specialistOf } from '../../core/participation.ts';
import { statementConductedBy } from '../../core/statement-id.ts';
import { endpoint } from '../support/endpoint.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { NOT_FOUND } from '../support/queries.ts';

/** GET /executions/{name}: one execution with its history, without task tokens, and whom it conducts; to admins. */
export const handler = endpoint('read-execution', async ({ path }) => {
  const name = path['name'] ?? '';
  const conducted = conductedBy(name);
  const machine = statementConductedBy(name) ? 'statement' : conducted?.machine;
  const found = machine && (await executionDeps().readExecution(machine, name));
  if (!found) return NOT_FOUND;
  if (!conducted) return { status: 200, body: found };
  const { id } = conducted;
  const whom = isSpecialist(id) ? { participation: id, specialist: specialistOf(id) } : { participation: id };
  return { status: 200, body: { ...found, ...whom } };
});
