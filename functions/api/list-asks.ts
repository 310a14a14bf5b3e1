import * as z from 'zod';
import { askKindSchema, askStatusSchema } from '../../core/ask.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { askView, pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  kind: askKindSchema.optional(),
  status: askStatusSchema.optional(),
  ...paging,
});

/** GET /asks: what a hub is asked, the earliest deadline first. */
export const handler = endpoint('list-asks', async ({ caller, query, now }, deps) => {
  const asked = querySchema.parse(query);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  return pageOf(await deps.listAsks({ ...asked, ...scope, now }), (ask) => askView(ask, now));
});
