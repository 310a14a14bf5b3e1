import { step, WORKFLOW } from '../support/step.ts';
import { awaitAnswer } from '../use-cases/await-answer.ts';

/** States AwaitPlacement, AwaitDeclaration and AwaitProgression: leaves the task token on the ask, or rings at once. */
export const handler = step('await-answer', (input, deps) => awaitAnswer(input, WORKFLOW, deps));
