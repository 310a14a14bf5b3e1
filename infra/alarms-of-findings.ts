import { METRICS_NAMESPACE, type MetricName, STAGE_DIMENSION } from '../workflows/metrics.ts';
import type { AlarmOf, WatchedMetric } from './alarm.ts';
import type { StageSettings } from './stage-settings.ts';

/** What our own jobs find, and no metric of AWS shows. They count at night, in the hour in which they run. */
export function alarmsOfFindings({ stage }: Pick<StageSettings, 'stage'>): readonly AlarmOf[] {
  const found = (
    name: string,
    metric: MetricName,
    runbook: string,
    hurts: string,
    threshold = 1,
    statistic: WatchedMetric['statistic'] = 'Sum',
  ): AlarmOf => {
    const dimensions = { [STAGE_DIMENSION]: stage };
    const metrics = [{ namespace: METRICS_NAMESPACE, name: metric, dimensions, statistic }];
    return { name, hurts, runbook, metrics, minutes: 60, threshold };
  };
  return [
    found(
      'workflow-failed',
      'event.WorkflowFailed',
      'a-workflow-failed',
      'A participation or a statement is conducted by nobody until an admin starts it again; its page says so.',
    ),
    found(
      'asks-overdue',
      'asks.overdue',
      'asks-are-overdue',
      'Questions whose deadline has passed are still open: milestones are neither kept nor missed.',
    ),
    found(
      'answers-not-picked-up',
      'sweep.notPickedUp',
      'answers-were-not-picked-up',
      'Somebody had answered and nothing went on until the sweep rang again; by day it may happen again.',
    ),
    found(
      'without-execution',
      'sweep.withoutExecution',
      'participations-without-a-workflow',
      'A participation or a statement had no workflow until the sweep gave it one: its deadlines may be late.',
    ),
    found(
      'outbox-swept',
      'sweep.published',
      'events-are-late',
      'Events had to be announced by the sweep: what they should have set off happened hours late.',
    ),
    found(
      'outbox-old',
      'outbox.ageMinutes',
      'events-are-late',
      'An event has waited for the bus for more than an hour: something that was recorded has not happened yet.',
      60,
      'Maximum',
    ),
    found(
      'books-diverge',
      'reconcile.divergences',
      'the-books-diverge',
      'Rows and events tell different stories of money: nobody should pay a statement before somebody has looked.',
    ),
  ];
}
