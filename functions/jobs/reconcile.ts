import { log } from '../support/log.ts';
import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { reconcile } from '../use-cases/reconcile.ts';

/** Rows and finance's feed tell different stories of money: nobody may pay before somebody has looked. */
class BooksDiverge extends Error {
  override readonly name = 'BooksDiverge';
}

/**
 * Nightly, by the schedule `reconcile`: rebuilds every claim and statement from finance's feed alone, and leaves the
 * night's result as a row. The line of a difference is what the alarm counts; a night without one counts nothing.
 */
export const handler = scheduledJob('reconcile', async (time, deps) => {
  const result = await reconcile(time, WORKFLOW, deps);
  if (!result) return { divergences: 0 };
  const { divergences, first, upTo } = result;
  if (first) {
    log.failure('the books diverge', new BooksDiverge(`${first.id}: ${first.field}`), {
      divergences,
      upTo,
      ...first,
    });
    log.metric('reconcile.divergences', divergences, time);
  }
  return { divergences };
});
