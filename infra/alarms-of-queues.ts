import { QUEUES, type QueueName, RULES, SCHEDULES } from '../workflows/wiring.ts';
import type { AlarmOf, WatchedMetric } from './alarm.ts';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';

/** Who waits for what a queue carries. */
const HURT: Readonly<Record<QueueName, string>> = {
  'start-workflow': 'A school or a Specialist was accepted, and no workflow conducts them.',
  'resume-workflow':
    'Somebody has answered, and their workflow does not know: it goes on only at its deadline.',
  'stop-workflow': 'A workflow of somebody who has left still waits; it does no harm, and costs its place.',
  'workflow-failures': 'A workflow has failed, and neither the admins nor the participation’s page say so.',
  'funding-feed': 'Finance does not see money that became payable: the feed ends before it.',
  'apply-payments': 'Payments that were made are not recorded, and hubs ask where their money is.',
  finance: 'Finance’s own system has refused messages twelve times: what became payable is not in its books.',
};

/** What was given up after twelve deliveries, and what nobody fetches. */
export function alarmsOfQueues(settings: StageSettings): readonly AlarmOf[] {
  const metric = (queue: string, name: string): WatchedMetric => ({
    namespace: 'AWS/SQS',
    name,
    dimensions: { QueueName: physicalName(settings, queue) },
    statistic: 'Maximum',
  });
  const visible = (queue: string) => metric(queue, 'ApproximateNumberOfMessagesVisible');
  const oldest = (queue: string) => metric(queue, 'ApproximateAgeOfOldestMessage');
  const queues = Object.keys(QUEUES).filter((name): name is QueueName => name in QUEUES);
  return [
    ...queues.map(
      (queue): AlarmOf => ({
        name: `${queue}-dead-letters`,
        hurts: HURT[queue],
        runbook: 'dead-letters',
        metrics: [visible(`${queue}-dead-letters${QUEUES[queue].fifo ? '.fifo' : ''}`)],
        minutes: 5,
        threshold: 1,
      }),
    ),
    {
      name: 'publish-events-dead-letters',
      hurts: 'What happened is recorded and was not announced; the sweep announces it tonight, hours late.',
      runbook: 'events-are-late',
      metrics: [visible('publish-events-dead-letters')],
      minutes: 5,
      threshold: 1,
    },
    {
      name: 'undelivered',
      hurts: 'Events reach the bus and not the queue behind it: whoever waits for them waits for nothing.',
      runbook: 'dead-letters',
      metrics: Object.keys(RULES).map((rule) => visible(`${rule}-undelivered`)),
      minutes: 5,
      threshold: 1,
    },
    {
      name: 'jobs-dead-letters',
      hurts:
        'A nightly job could not run, or failed three times: its mails, statements or repairs are missing.',
      runbook: 'a-job-failed-or-did-not-run',
      metrics: Object.keys(SCHEDULES).map((job) => visible(`${job}-dead-letters`)),
      minutes: 5,
      threshold: 1,
    },
    {
      name: 'finance-not-collecting',
      hurts:
        'Finance’s own system fetches nothing: schools wait for money that is payable, and after 14 days it is lost there.',
      runbook: 'finance-does-not-collect',
      metrics: [oldest('finance')],
      minutes: 60,
      threshold: 24 * 3600,
    },
    {
      name: 'start-workflow-slow',
      hurts: 'Accepted schools wait for more than half an hour until their workflow begins.',
      runbook: 'workflows-are-throttled',
      metrics: [oldest('start-workflow')],
      minutes: 15,
      threshold: 1800,
    },
  ];
}
