import * as z from 'zod';
import { executionStatusSchema, machineNameSchema } from '../../workflows/steps.ts';
import { endpoint } from '../support/endpoint.ts';
import { paging } from '../support/queries.ts';

const querySchema = z.strictObject({
  machine: machineNameSchema.optional(),
  status: executionStatusSchema.optional(),
  query: z.string().max(80).optional(),
  ...paging,
});

/** GET /executions: what Step Functions runs and ran, to admins. */
export const handler = endpoint('list-executions', async ({ query }, deps) => ({
  status: 200,
  body: await deps.listExecutions(querySchema.parse(query)),
}));
