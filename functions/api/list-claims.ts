import * as z from 'zod';
import { clawbackStatusSchema, paymentStatusSchema } from '../../core/claim.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, ordering, paging } from '../support/queries.ts';
import { claimView, pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { schoolNames } from '../use-cases/school-names.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  status: paymentStatusSchema.optional(),
  clawback: clawbackStatusSchema.optional(),
  ...paging,
  ...ordering,
});

/** GET /funding/claims: a hub's own, or anybody's to finance and admins; with the names of their schools. */
export const handler = endpoint('list-claims', async ({ caller, query }, deps) => {
  const asked = querySchema.parse(query);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  const page = await deps.listClaims({ ...asked, ...scope });
  const nameOf = await schoolNames(
    page.items.map(({ urn }) => urn),
    deps,
  );
  return pageOf(page, (row) => ({ ...claimView(row), schoolName: nameOf(row.urn) }));
});
