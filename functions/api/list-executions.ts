import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { executionStatusSchema, machineNameSchema } from '../../workflows/steps.ts';
import { endpoint } from '../support/endpoint.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { paging } from '../support/queries.ts';
import { pageOf } from '../support/views.ts';
import { schoolNames } from '../use-cases/school-names.ts';
import { executionsMeant } from '../use-cases/search-executions.ts';

const querySchema = z.strictObject({
  machine: machineNameSchema.optional(),
  status: executionStatusSchema.optional(),
  query: z.string().max(80).optional(),
  hub: hubCodeSchema.optional(),
  ...paging,
});

/** GET /executions: what Step Functions runs and ran, to admins. */
export const handler = endpoint('list-executions', async ({ query }, deps) => {
  const { query: typed, hub, ...asked } = querySchema.parse(query);
  const fits = await executionsMeant({ query: typed, hub }, deps);
  const page = await executionDeps().listExecutions({ ...asked, fits });
  const nameOf = await schoolNames(
    page.items.map(({ name }) => name),
    deps,
  );
  return pageOf(page, (each) => ({ ...each, schoolName: nameOf(each.name) }));
});
