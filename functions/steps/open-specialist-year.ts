import { step, WORKFLOW } from '../support/step.ts';
import { openSpecialistYear } from '../use-cases/open-specialist-year.ts';

/** State OpenYear of `specialist-year`: leaves an active participation with the year's asks. */
export const handler = step('open-specialist-year', (input, deps) =>
  openSpecialistYear(input, WORKFLOW, deps),
);
