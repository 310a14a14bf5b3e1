import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList } from '../support/queries.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { summariseFunding } from '../use-cases/summarise-funding.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  academicYear: academicYearSchema.optional(),
});

/** GET /funding/summary: expected, raised, paid and remaining per hub, year and stage; a hub sees its own. */
export const handler = endpoint('funding-summary', async ({ caller, query }, deps) => {
  const { hub: asked, academicYear } = querySchema.parse(query);
  const scope = hubToList(caller, asked);
  if (isRefusal(scope)) return scope;
  return { status: 200, body: await summariseFunding({ ...scope, academicYear }, deps) };
});
