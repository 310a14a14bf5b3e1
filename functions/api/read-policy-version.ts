import { endpoint } from '../support/endpoint.ts';
import { policyVersionPath, policyVersionView } from '../support/policy-view.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { whatIfOf } from '../use-cases/judge-policy.ts';

/** GET /policies/{year}/versions/{version}: the version whole; while it is proposed with what it would change. */
export const handler = endpoint('read-policy-version', async ({ path }, deps) => {
  const asked = policyVersionPath.safeParse(path);
  if (!asked.success) return NOT_FOUND;
  const { year, version } = asked.data;
  const [active, row] = await Promise.all([deps.policyFor(year), deps.readPolicyVersion(year, version)]);
  if (!row) {
    if (active?.version !== version) return NOT_FOUND;
    return { status: 200, body: { academicYear: year, version, status: 'active', policy: active } };
  }
  const whatIf = row.status === 'proposed' ? await whatIfOf(row.policy, active, deps) : undefined;
  return { status: 200, body: { ...policyVersionView(row), policy: row.policy, whatIf } };
});
