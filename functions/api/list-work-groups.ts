import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { pageOf, workGroupView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  academicYear: academicYearSchema.optional(),
  ...paging,
});

/** GET /work-groups: a hub's Work Groups. */
export const handler = endpoint('list-work-groups', async ({ caller, query }, deps) => {
  const asked = querySchema.parse(query);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  return pageOf(await deps.listWorkGroups({ ...asked, ...scope }), workGroupView);
});
