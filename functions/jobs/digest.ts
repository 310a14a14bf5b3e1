import { mailDeps } from '../support/mail-deps.ts';
import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { sendDigests } from '../use-cases/send-digests.ts';

/**
 * Daily at 07:00 in London, by the schedule `digest`: leaves one mail with each hub that something opened, expired or
 * closes soon for, and one with the admins where years ended undecided. A second run of the same day sends nothing.
 */
export const handler = scheduledJob('digest', (time, deps) =>
  sendDigests(time, WORKFLOW, { ...deps, ...mailDeps() }),
);
