import type { AlarmOf, WatchedMetric } from './alarm.ts';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';

/** The operations that our functions use. */
const OPERATIONS = ['GetItem', 'Query', 'TransactWriteItems', 'UpdateItem'] as const;

/** A table that holds requests back, or fails; and an erasure that only the table knows of. */
export function alarmsOfStorage(settings: StageSettings): readonly AlarmOf[] {
  const metric = (name: string, more: Readonly<Record<string, string>> = {}): WatchedMetric => ({
    namespace: 'AWS/DynamoDB',
    name,
    dimensions: { TableName: physicalName(settings), ...more },
    statistic: 'Sum',
  });
  return [
    {
      name: 'table-throttled',
      hurts: 'Forms, answers and pages are refused or wait: the table takes less than is asked of it.',
      runbook: 'the-table-is-throttled-or-fails',
      metrics: [metric('ReadThrottleEvents'), metric('WriteThrottleEvents')],
      minutes: 5,
      threshold: 20,
    },
    {
      name: 'table-fails',
      hurts: 'Nothing can be read or recorded: DynamoDB itself answers with errors.',
      runbook: 'the-table-is-throttled-or-fails',
      metrics: OPERATIONS.map((Operation) => metric('SystemErrors', { Operation })),
      minutes: 5,
      threshold: 10,
    },
    {
      name: 'erasure-not-logged',
      hurts: 'Somebody was erased, and a restore from a backup of before would bring them back.',
      runbook: 'an-erasure-was-not-logged',
      metrics: [
        {
          namespace: 'AWS/Events',
          name: 'FailedInvocations',
          dimensions: {
            EventBusName: physicalName(settings),
            RuleName: physicalName(settings, 'erasures'),
          },
          statistic: 'Sum',
        },
      ],
      minutes: 5,
      threshold: 1,
    },
  ];
}
