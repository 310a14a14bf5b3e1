import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { rejoinSchools } from '../use-cases/rejoin-schools.ts';

/** Daily, by the schedule `rejoin-schools`: brings back the schools whose pause is over, and the Specialists whose training goes on. */
export const handler = scheduledJob('rejoin-schools', async (time, deps) => ({
  rejoined: await rejoinSchools(time, WORKFLOW, deps),
}));
