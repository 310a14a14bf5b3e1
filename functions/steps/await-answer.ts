import { executionDeps } from '../support/execution-deps.ts';
import { step, WORKFLOW } from '../support/step.ts';
import { awaitAnswer } from '../use-cases/await-answer.ts';

/** Every Await state: leaves the task token on the ask, or rings at once. */
export const handler = step('await-answer', (input, deps) =>
  awaitAnswer(input, WORKFLOW, { ...deps, ...executionDeps() }),
);
