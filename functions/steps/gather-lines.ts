import { step, WORKFLOW } from '../support/step.ts';
import { gatherLines } from '../use-cases/gather-lines.ts';

/** State GatherLines of `statement`: leaves some more lines on it, with their claims. */
export const handler = step('gather-lines', (input, deps) => gatherLines(input, WORKFLOW, deps));
