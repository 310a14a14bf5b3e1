import { step, WORKFLOW } from '../support/step.ts';
import { closeYear } from '../use-cases/close-year.ts';

/** State CloseYear of `school-year`: leaves the year closed and, where the school goes on, its next participation. */
export const handler = step('close-year', (input, deps) => closeYear(input, WORKFLOW, deps));
