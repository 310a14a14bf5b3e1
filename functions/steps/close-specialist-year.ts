import { step, WORKFLOW } from '../support/step.ts';
import { closeSpecialistYear } from '../use-cases/close-specialist-year.ts';

/** State CloseYear of `specialist-year`: leaves the year closed and whatever follows it: training, or an offer to lead. */
export const handler = step('close-specialist-year', (input, deps) =>
  closeSpecialistYear(input, WORKFLOW, deps),
);
