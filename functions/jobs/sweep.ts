import { type Instant, instantOf } from '../../core/instant.ts';
import { busDeps } from '../support/bus-deps.ts';
import { executionDeps } from '../support/execution-deps.ts';
import { log } from '../support/log.ts';
import { scheduledJob } from '../support/scheduled-job.ts';
import { WORKFLOW } from '../support/step.ts';
import { findStuckWork } from '../use-cases/find-stuck-work.ts';
import type { FindingKind } from '../use-cases/judge-stuck-work.ts';
import { mendStuckWork } from '../use-cases/mend-stuck-work.ts';
import { republish } from '../use-cases/republish.ts';

/** Younger ones the stream has in hand; publishing them here as well would only make duplicates. */
const IN_HAND_MILLISECONDS = 15 * 60_000;

const FINDINGS = ['published', 'withoutExecution', 'notPickedUp', 'emptySeats'] as const;
type Count = Exclude<(typeof FINDINGS)[number], 'published'>;

/**
 * What a night mends, and as what it counts. What failed by itself is left alone: WorkflowFailed has told the admins, and
 * restarting it would only fail again. So is what its workflow, which runs, has not settled.
 */
const MENDED: Readonly<Record<FindingKind, Count | undefined>> = {
  'no-execution': 'withoutExecution',
  'answer-not-picked-up': 'notPickedUp',
  'approval-not-picked-up': 'notPickedUp',
  'empty-seats': 'emptySeats',
  failed: undefined,
  'not-expired': undefined,
};

/**
 * Nightly, by the schedule `sweep`: publishes what still bears an outbox marker, so that an outage longer than the
 * stream's 24 hours loses nothing; then finds and mends what is stuck. Running it twice changes nothing.
 */
export const handler = scheduledJob('sweep', async (now, deps) => {
  const { published, oldest } = await republish(instantOf(Date.parse(now) - IN_HAND_MILLISECONDS), {
    ...deps,
    ...busDeps(),
  });
  if (oldest) log.metric('outbox.ageMinutes', minutesBetween(oldest, now), now);
  // What was stuck for want of these events goes on by itself now.
  const onTheirWay = new Set(published.map(({ subject }) => subject));
  const all = { ...deps, ...executionDeps() };
  const { findings } = await findStuckWork({ now, onTheirWay }, all);
  const overdue = findings.filter(({ finding }) => finding === 'not-expired').length;
  if (overdue > 0) log.metric('asks.overdue', overdue, now);
  const mended = { withoutExecution: 0, notPickedUp: 0, emptySeats: 0 };
  // One after the other, within the quotas.
  for (const finding of findings) {
    const count = MENDED[finding.finding];
    if (count) mended[count] += await mendStuckWork(finding, now, WORKFLOW, all);
  }
  const found = { published: published.length, ...mended };
  // The lines that alarms count: a quiet night has none.
  for (const finding of FINDINGS) {
    const count = found[finding];
    if (count === 0) continue;
    log.warn('the sweep has found and mended something', { finding, count });
    log.metric(`sweep.${finding}`, count, now);
  }
  return found;
});

const minutesBetween = (from: Instant, to: Instant): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
