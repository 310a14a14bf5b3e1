import { step, WORKFLOW } from '../support/step.ts';
import { openStatement } from '../use-cases/open-statement.ts';

/** State OpenStatement of `statement`: leaves it open for finance's approval. */
export const handler = step('open-statement', (input, deps) => openStatement(input, WORKFLOW, deps));
