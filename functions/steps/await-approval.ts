import { executionDeps } from '../support/execution-deps.ts';
import { step, WORKFLOW } from '../support/step.ts';
import { awaitApproval } from '../use-cases/await-approval.ts';

/** State AwaitApproval of `statement`: leaves the task token on it, or rings at once. */
export const handler = step('await-approval', (input, deps) =>
  awaitApproval(input, WORKFLOW, { ...deps, ...executionDeps() }),
);
