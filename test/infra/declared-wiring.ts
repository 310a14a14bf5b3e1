import { readFileSync } from 'node:fs';
import { RETIRED_STEPS } from '../../workflows/retired-steps.ts';
import { ROUTES } from '../../workflows/routes.ts';
import {
  functionName,
  MACHINES,
  QUEUES,
  type QueueWiring,
  RULES,
  SCHEDULES,
  STREAM,
} from '../../workflows/wiring.ts';
import type { Wiring } from './deployed-wiring.ts';

/** What `workflows/wiring.ts` and `workflows/routes.ts` say should be plugged into what. */
export function declaredWiring(): Wiring {
  return {
    machines: mapValues(MACHINES, ({ file, steps }) => ({ definition: readDefinition(file), steps })),
    functions: Object.fromEntries(declaredHandlers().map((handler) => [functionName(handler), handler])),
    rules: mapValues(RULES, ({ bus, pattern, queue }) => ({ bus, pattern, queue })),
    queues: mapValues(
      QUEUES,
      ({ fifo, consumer, batchSize, visibilitySeconds, maxReceives }: QueueWiring) => ({
        fifo,
        consumer,
        batchSize: consumer === null ? null : batchSize,
        visibilitySeconds,
        maxReceives,
      }),
    ),
    schedules: mapValues(SCHEDULES, ({ cron, function: job }) => ({
      cron,
      timeZone: 'Europe/London',
      function: job,
      input: { time: '<aws.scheduler.scheduled-time>' },
    })),
    stream: {
      consumer: STREAM.consumer,
      batchSize: STREAM.batchSize,
      filters: [
        {
          eventName: ['INSERT'],
          dynamodb: { NewImage: { type: { S: ['event'] }, outboxPk: { S: [{ exists: true }] } } },
        },
      ],
    },
  };
}

/** Every handler that a route, a machine, a queue, the stream or a schedule names: a function beside these is idle. */
function declaredHandlers() {
  const consumers = Object.values(QUEUES).map(({ consumer }) => consumer);
  return [
    ...Object.keys(ROUTES).map((route) => `api/${route}` as const),
    ...Object.values(MACHINES).flatMap(({ steps }) => Object.values(steps)),
    ...RETIRED_STEPS.map(({ handler }) => handler),
    ...consumers.filter((consumer) => consumer !== null),
    STREAM.consumer,
    ...Object.values(SCHEDULES).map((schedule) => schedule.function),
  ];
}

function readDefinition(file: string): string {
  return readFileSync(new URL(`../../workflows/${file}`, import.meta.url), 'utf8');
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
