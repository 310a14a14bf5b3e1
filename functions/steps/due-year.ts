import { step, WORKFLOW } from '../support/step.ts';
import { dueYear } from '../use-cases/due-year.ts';

/** State DueYear of `placement`: leaves YearDue, once. */
export const handler = step('due-year', (input, deps) => dueYear(input, WORKFLOW, deps));
