import { functionName, MACHINES, QUEUES, SCHEDULES, STREAM } from '../workflows/wiring.ts';
import { A_DAY, type AlarmOf, type WatchedMetric } from './alarm.ts';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';

/** Functions that fail, are held back, or do not run; and an API that answers with its own faults. */
export function alarmsOfFunctions(settings: StageSettings, apiId: string): readonly AlarmOf[] {
  const metric = (
    handler: `${string}/${string}`,
    name: string,
    statistic: WatchedMetric['statistic'] = 'Sum',
  ): WatchedMetric => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: physicalName(settings, functionName(handler)) },
    statistic,
  });
  const consumers = Object.values(QUEUES).flatMap(({ consumer }) => (consumer === null ? [] : [consumer]));
  return [
    {
      name: 'api-faults',
      hurts: 'Hubs, finance or admins get an error of ours instead of an answer.',
      runbook: 'the-api-fails',
      metrics: [{ namespace: 'AWS/ApiGateway', name: '5xx', dimensions: { ApiId: apiId }, statistic: 'Sum' }],
      minutes: 5,
      threshold: 3,
    },
    {
      name: 'consumers-fail',
      hurts:
        'Messages are tried again and again: workflows start, go on and stop late, and finance is told late.',
      runbook: 'a-function-fails',
      metrics: [STREAM.consumer, ...consumers].map((consumer) => metric(consumer, 'Errors')),
      minutes: 15,
      threshold: 5,
    },
    ...Object.entries(MACHINES).map(([machine, { steps }]): AlarmOf => {
      return {
        name: `${machine}-steps-fail`,
        hurts: `Steps of ${machine} fail and are tried again for hours: deadlines are kept late, then the workflow fails.`,
        runbook: 'a-function-fails',
        metrics: Object.values(steps).map((step) => metric(step, 'Errors')),
        minutes: 15,
        threshold: 5,
      };
    }),
    ...Object.entries(SCHEDULES).map(([job, { function: handler }]): AlarmOf => {
      return {
        name: `${job}-did-not-run`,
        hurts: `The nightly ${job} has not run for a day: nobody would notice what it looks after.`,
        runbook: 'a-job-failed-or-did-not-run',
        metrics: [metric(handler, 'Invocations')],
        minutes: A_DAY,
        threshold: 1,
        below: true,
      };
    }),
    {
      name: 'events-late',
      hurts: 'What happened was announced more than five minutes later: workflows and finance wait.',
      runbook: 'events-are-late',
      metrics: [metric(STREAM.consumer, 'IteratorAge', 'Maximum')],
      minutes: 5,
      threshold: 5 * 60_000,
    },
    {
      // Without a dimension: the limit is that of the account, whoever uses it up.
      name: 'functions-throttled',
      hurts: 'The account runs as many functions as it may: pages, steps and messages wait for each other.',
      runbook: 'functions-are-throttled',
      metrics: [{ namespace: 'AWS/Lambda', name: 'Throttles', dimensions: {}, statistic: 'Sum' }],
      minutes: 5,
      threshold: 50,
    },
  ];
}
