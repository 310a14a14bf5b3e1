import { step, WORKFLOW } from '../support/step.ts';
import { openYear } from '../use-cases/open-year.ts';

/** State OpenYear of `school-year`: leaves an active participation with the year's asks. */
export const handler = step('open-year', (input, deps) => openYear(input, WORKFLOW, deps));
