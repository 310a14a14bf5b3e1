import { policyDecisionSchema } from '../../core/policy-version.ts';
import { endpoint } from '../support/endpoint.ts';
import { policyVersionPath, policyVersionView } from '../support/policy-view.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { decidePolicy } from '../use-cases/decide-policy.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /policies/{year}/versions/{version}/approval, by a second admin: leaves the version active, or declined. */
export const handler = endpoint('decide-policy', async ({ caller, path, body, now }, deps) => {
  const asked = policyVersionPath.safeParse(path);
  if (!asked.success) return NOT_FOUND;
  const { year: academicYear, version: number } = asked.data;
  const { decision } = policyDecisionSchema.parse(body);
  const result = await decidePolicy({ academicYear, number, decision, by: caller.actor, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: policyVersionView(result) };
});
