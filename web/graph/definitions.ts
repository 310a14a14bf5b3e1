import placement from '../../workflows/placement.asl.json' with { type: 'json' };
import schoolYear from '../../workflows/school-year.asl.json' with { type: 'json' };
import specialistSelection from '../../workflows/specialist-selection.asl.json' with { type: 'json' };
import specialistYear from '../../workflows/specialist-year.asl.json' with { type: 'json' };
import statement from '../../workflows/statement.asl.json' with { type: 'json' };
import type { MachineName } from '../../workflows/wiring.ts';

/** The definitions that are deployed, as they are: part of the code, so that a bundle of the pages brings them along. */
export const DEFINITIONS: Readonly<Record<MachineName, unknown>> = {
  placement,
  'school-year': schoolYear,
  'specialist-selection': specialistSelection,
  'specialist-year': specialistYear,
  statement,
};
