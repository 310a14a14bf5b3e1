import { step, WORKFLOW } from '../support/step.ts';
import { dueYear } from '../use-cases/due-year.ts';

/** State DueYear of `placement` and `specialist-selection`: leaves YearDue, once. */
export const handler = step('due-year', (input, deps) => dueYear(input, WORKFLOW, deps));
