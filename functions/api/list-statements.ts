import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { monthSchema } from '../../core/month.ts';
import { statementStatusSchema } from '../../core/statement.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { statementView } from '../support/statement-views.ts';
import { pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  month: monthSchema.optional(),
  status: statementStatusSchema.optional(),
  ...paging,
});

/** GET /funding/statements: a hub's own, or anybody's to finance and admins. */
export const handler = endpoint('list-statements', async ({ caller, query }, deps) => {
  const { hub, status, ...asked } = querySchema.parse(query);
  const scope = hubToList(caller, hub);
  if (isRefusal(scope)) return scope;
  const statuses = status && [status];
  return pageOf(await deps.listStatements({ ...asked, ...scope, statuses }), statementView);
});
