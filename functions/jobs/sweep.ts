import { instantOf } from '../../core/instant.ts';
import { log } from '../support/log.ts';
import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { findStuckWork } from '../use-cases/find-stuck-work.ts';
import { republish } from '../use-cases/republish.ts';

/** Younger ones the stream has in hand; publishing them here as well would only make duplicates. */
const IN_HAND_MILLISECONDS = 15 * 60_000;

/**
 * Nightly, by the schedule `sweep`: publishes what still bears an outbox marker, so that an outage longer than the
 * stream's 24 hours loses nothing; then finds and mends what is stuck. Running it twice changes nothing.
 */
export const handler = scheduledJob('sweep', async (time, deps) => {
  const published = await republish(instantOf(Date.parse(time) - IN_HAND_MILLISECONDS), deps);
  // What was stuck for want of these events goes on by itself now.
  const onTheirWay = new Set(published.map(({ subject }) => subject));
  const stuck = await findStuckWork(time, WORKFLOW, onTheirWay, deps);
  const found = { published: published.length, ...stuck };
  // The lines that alarms count: a quiet night has none.
  for (const [finding, count] of Object.entries(found)) {
    if (count === 0) continue;
    log.warn('the sweep has found and mended something', { finding, count });
    log.metric(`sweep.${finding}`, count, time);
  }
  return found;
});
