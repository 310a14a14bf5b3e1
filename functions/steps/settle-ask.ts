import { step, WORKFLOW } from '../support/step.ts';
import { settleAsk } from '../use-cases/settle-ask.ts';

/** Every Settle state: says what became of the ask; expires one left open past its deadline. */
export const handler = step('settle-ask', (input, deps) => settleAsk(input, WORKFLOW, deps));
