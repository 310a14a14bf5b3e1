import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { openStatements } from '../use-cases/open-statements.ts';

/** Nightly, by the schedule `open-statements`: leaves a statement begun for every hub that has something due. */
export const handler = scheduledJob('open-statements', async (time, deps) => ({
  begun: await openStatements(time, WORKFLOW, deps),
}));
