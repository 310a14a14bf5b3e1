import * as z from 'zod';
import { clawbackStatusSchema, paymentStatusSchema } from '../../core/claim.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { claimView, pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  status: paymentStatusSchema.optional(),
  clawback: clawbackStatusSchema.optional(),
  ...paging,
});

/** GET /funding/claims: a hub's own, or anybody's to finance and admins. */
export const handler = endpoint('list-claims', async ({ caller, query }, deps) => {
  const asked = querySchema.parse(query);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  return pageOf(await deps.listClaims({ ...asked, ...scope }), claimView);
});
