import { policySchema } from '../../core/policy.ts';
import { endpoint } from '../support/endpoint.ts';
import { policyVersionView } from '../support/policy-view.ts';
import { proposePolicy } from '../use-cases/propose-policy.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /policies, by an admin: leaves a proposed version, and answers with what it would change in pounds. */
export const handler = endpoint('propose-policy', async ({ caller, body, now }, deps) => {
  const policy = policySchema.parse(body);
  const result = await proposePolicy({ policy, caller, now }, deps);
  if (isRefusal(result)) return result;
  return { status: 201, body: { ...policyVersionView(result.proposed), whatIf: result.whatIf } };
});
