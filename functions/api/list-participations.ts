import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { hubCodeSchema, stageSchema } from '../../core/codes.ts';
import { participationStatusSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { pageOf, participationView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  academicYear: academicYearSchema.optional(),
  stage: stageSchema.optional(),
  status: participationStatusSchema.optional(),
  ...paging,
});

/** GET /participations: a hub's own, or anybody's to finance and admins. */
export const handler = endpoint('list-participations', async ({ caller, query }, deps) => {
  const asked = querySchema.parse(query);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  return pageOf(await deps.listParticipations({ ...asked, ...scope }), participationView);
});
