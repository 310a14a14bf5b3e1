import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, ordering, paging } from '../support/queries.ts';
import { pageOf, refusedAttemptView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { schoolNames } from '../use-cases/school-names.ts';

const querySchema = z.strictObject({ hub: hubCodeSchema.optional(), ...paging, ...ordering });

/** GET /refused-attempts: the forms that were refused, a hub's own, or anybody's to admins. */
export const handler = endpoint('list-refused-attempts', async ({ caller, query }, deps) => {
  const { hub, ...asked } = querySchema.parse(query);
  const scope = hubToList(caller, hub);
  if (isRefusal(scope)) return scope;
  const page = await deps.listRefusedAttempts({ ...asked, ...scope });
  const nameOf = await schoolNames(
    page.items.flatMap(({ urn }) => urn ?? []),
    deps,
  );
  return pageOf(page, (row) => ({ ...refusedAttemptView(row), schoolName: row.urn && nameOf(row.urn) }));
});
