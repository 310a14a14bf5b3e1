import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { pageOf, refusedAttemptView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({ hub: hubCodeSchema.optional(), ...paging });

/** GET /refused-attempts: the forms that were refused, a hub's own, or anybody's to admins. */
export const handler = endpoint('list-refused-attempts', async ({ caller, query }, deps) => {
  const { hub, ...asked } = querySchema.parse(query);
  const scope = hubToList(caller, hub);
  if (isRefusal(scope)) return scope;
  return pageOf(await deps.listRefusedAttempts({ ...asked, ...scope }), refusedAttemptView);
});
