import { academicYearSchema } from '../../core/academic-year.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';

/** GET /policies/{year}: an academic year's calendar, stages, amounts and sizes. No secret: anybody signed in may read it. */
export const handler = endpoint('read-policy', async ({ path }, deps) => {
  const year = academicYearSchema.safeParse(path['year']);
  const policy = year.success ? await deps.policyFor(year.data) : undefined;
  if (!policy) return NOT_FOUND;
  const { type, ...shown } = policy;
  return { status: 200, body: shown };
});
