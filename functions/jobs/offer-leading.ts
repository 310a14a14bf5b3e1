import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { offerLeading } from '../use-cases/offer-leading.ts';

/** Daily, by the schedule `offer-leading`: asks each accredited Specialist's hub about leading in the next year. */
export const handler = scheduledJob('offer-leading', async (time, deps) => ({
  offered: await offerLeading(time, WORKFLOW, deps),
}));
