import { academicYearSchema } from '../../core/academic-year.ts';
import { endpoint } from '../support/endpoint.ts';
import { policyVersionView } from '../support/policy-view.ts';
import { NOT_FOUND } from '../support/queries.ts';

/** GET /policies/{year}/versions: the active policy, and every version that was proposed or has been superseded. */
export const handler = endpoint('list-policy-versions', async ({ path }, deps) => {
  const year = academicYearSchema.safeParse(path['year']);
  if (!year.success) return NOT_FOUND;
  const [active, versions] = await Promise.all([deps.policyFor(year.data), deps.policyVersionsOf(year.data)]);
  if (!active && versions.length === 0) return NOT_FOUND;
  return { status: 200, body: { active: active ?? null, versions: versions.map(policyVersionView) } };
});
