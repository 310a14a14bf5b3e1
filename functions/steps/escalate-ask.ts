import { step, WORKFLOW } from '../support/step.ts';
import { escalateAsk } from '../use-cases/escalate-ask.ts';

/** States EscalateDecision and EscalateAccreditation: leaves AskEscalated, once its instant has come; says what is due next. */
export const handler = step('escalate-ask', (input, deps) => escalateAsk(input, WORKFLOW, deps));
