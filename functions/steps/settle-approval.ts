import { step, WORKFLOW } from '../support/step.ts';
import { settleApproval } from '../use-cases/settle-approval.ts';

/** State SettleApproval of `statement`: says whether it is approved; leaves one that is not in time overdue. */
export const handler = step('settle-approval', (input, deps) => settleApproval(input, WORKFLOW, deps));
