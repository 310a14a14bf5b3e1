import { step } from '../support/step.ts';
import { openSelection } from '../use-cases/open-selection.ts';

/** State OpenSelection of `specialist-selection`: reads what has to be decided and the day the year opens. Writes nothing. */
export const handler = step('open-selection', openSelection);
