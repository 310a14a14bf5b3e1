import { step } from '../support/step.ts';
import { openPlacement } from '../use-cases/open-placement.ts';

/** State OpenPlacement of `placement`: reads the placement ask and the day the year opens. Writes nothing. */
export const handler = step('open-placement', openPlacement);
