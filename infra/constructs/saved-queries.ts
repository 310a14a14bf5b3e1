import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { functionName, MACHINES, QUEUES, SCHEDULES, STREAM } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';

/** The questions that are asked of the logs when something is wrong, ready in Logs Insights. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const consumers = Object.values(QUEUES).flatMap(({ consumer }) => (consumer === null ? [] : [consumer]));
    const handlers = new Set([
      STREAM.consumer,
      ...consumers,
      ...Object.values(MACHINES).flatMap(({ steps }) => Object.values(steps)),
      ...Object.values(SCHEDULES).map((schedule) => schedule.function),
    ]);
    const functions = [...handlers].map(
      (handler) => `/aws/lambda/${physicalName(settings, functionName(handler))}`,
    );
    const machines = Object.keys(MACHINES).map(
      (machine) => `/aws/vendedlogs/states/${physicalName(settings, machine)}`,
    );
    const api = [`/aws/vendedlogs/api/${physicalName(settings)}`];
    const queries: readonly [string, readonly string[], readonly string[]][] = [
      [
        'what failed, and how often',
        functions,
        ['filter level = "ERROR"', 'stats count() as times by message.message, message.step, message.job'],
      ],
      [
        'everything about one participation or statement',
        functions,
        [
          'fields @timestamp, @log, message.message, message.error',
          'filter @message like "900001-2026-27-development"',
          'sort @timestamp',
        ],
      ],
      [
        'what one execution did',
        machines,
        ['fields @timestamp, type, details.name', 'filter execution_arn like "900001"', 'sort id'],
      ],
      [
        'what the sweep has found',
        functions,
        [
          'filter message.finding != ""',
          'fields @timestamp, message.finding, message.count',
          'sort @timestamp desc',
        ],
      ],
      [
        'routes, by their errors and their slowness',
        api,
        [
          'stats count() as requests, sum(status >= 500) as faults, pct(milliseconds, 95) by route',
          'sort faults desc',
        ],
      ],
    ];
    for (const [name, logGroupNames, lines] of queries) {
      new CfnQueryDefinition(this, name.replace(/[^a-z]+/g, '-'), {
        name: `${physicalName(settings)}/${name}`,
        logGroupNames: [...logGroupNames],
        queryString: lines.join('\n| '),
      });
    }
  }
}
