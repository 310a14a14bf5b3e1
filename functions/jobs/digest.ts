import { askStatusAt } from '../../core/ask.ts';
import { log } from '../support/log.ts';
import { mailDeps } from '../support/mail-deps.ts';
import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { sendDigests } from '../use-cases/send-digests.ts';

/**
 * Daily at 07:00 in London, by the schedule `digest`: leaves one mail with each hub that something opened, expired or
 * closes soon for, and one with the admins where years ended undecided. A second run of the same day sends nothing.
 */
export const handler = scheduledJob('digest', (time, deps) =>
  sendDigests(time, WORKFLOW, {
    ...deps,
    ...mailDeps(),
    /** Every digest reads all of them: the morning's count for the dashboard comes with it. */
    async unansweredAsks() {
      const asks = await deps.unansweredAsks();
      const open = asks.filter((ask) => askStatusAt(ask, time) === 'open');
      if (open.length > 0) log.metric('asks.open', open.length, time);
      return asks;
    },
  }),
);
