import type { Usage } from './measured.ts';

/**
 * List prices of London (eu-west-2), in US dollars without tax, free tiers and discounts left out, as we knew them in 2025;
 * only Step Functions' was held against a copy of its page. Look before you decide anything on them.
 */
export const PRICES_AS_OF = '2025';

export interface Price {
  readonly service: string;
  readonly unit: string;
  /** Dollars for a million units. */
  readonly perMillion: number;
  readonly source: string;
  /** So many units a usage has. */
  readonly units: (usage: Usage) => number;
}

/** Every call is taken to last this long, with this much memory: most take less. */
export const SECONDS_A_CALL = 0.1;
export const GIGABYTES_A_CALL = 0.5;
/** A line of the machines' log, and what Lambda and the front door write of a call: rounded up. */
const BYTES_A_HISTORY_EVENT = 600;
const BYTES_A_CALL = 600;

export const PRICES: readonly Price[] = [
  {
    service: 'Step Functions',
    unit: 'state transition',
    perMillion: 25,
    source: 'https://aws.amazon.com/step-functions/pricing/',
    units: ({ stateTransitions }) => stateTransitions,
  },
  {
    service: 'DynamoDB',
    unit: 'write request unit',
    perMillion: 0.7423,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    units: ({ writeUnits }) => writeUnits,
  },
  {
    service: 'DynamoDB',
    unit: 'read request unit',
    perMillion: 0.1485,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
    units: ({ readUnits }) => readUnits,
  },
  {
    service: 'Lambda',
    unit: 'call',
    perMillion: 0.2,
    source: 'https://aws.amazon.com/lambda/pricing/',
    units: ({ invocations }) => invocations,
  },
  {
    service: 'Lambda',
    unit: 'GB-second on Arm',
    perMillion: 13.3334,
    source: 'https://aws.amazon.com/lambda/pricing/',
    units: ({ invocations }) => invocations * SECONDS_A_CALL * GIGABYTES_A_CALL,
  },
  {
    service: 'API Gateway',
    unit: 'HTTP API request',
    perMillion: 1.16,
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    units: ({ apiCalls }) => apiCalls,
  },
  {
    service: 'EventBridge',
    unit: 'event of our own',
    perMillion: 1,
    source: 'https://aws.amazon.com/eventbridge/pricing/',
    units: ({ busEvents }) => busEvents,
  },
  {
    service: 'SQS',
    unit: 'request',
    perMillion: 0.4,
    source: 'https://aws.amazon.com/sqs/pricing/',
    units: ({ queueRequests }) => queueRequests,
  },
  {
    service: 'SQS',
    unit: 'request, FIFO',
    perMillion: 0.5,
    source: 'https://aws.amazon.com/sqs/pricing/',
    units: ({ fifoRequests }) => fifoRequests,
  },
  {
    service: 'CloudWatch Logs',
    unit: 'MB taken in',
    perMillion: 598.5,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    units: ({ logBytes, historyEvents, invocations }) =>
      (logBytes + historyEvents * BYTES_A_HISTORY_EVENT + invocations * BYTES_A_CALL) / 1_000_000,
  },
  {
    service: 'X-Ray',
    unit: 'trace kept',
    perMillion: 5,
    source: 'https://aws.amazon.com/xray/pricing/',
    units: ({ invocations }) => invocations,
  },
];

/** What a usage costs, in dollars. */
export const costOf = (usage: Usage): number =>
  PRICES.reduce((total, { perMillion, units }) => total + (perMillion * units(usage)) / 1_000_000, 0);

/**
 * Temporal Cloud bills by the action. Each state of ours that does, waits or is answered would be one at least: an
 * activity, a timer, a signal. A plan costs $100 a month before the first action, which is left out here.
 */
export const TEMPORAL = { perMillion: 50, source: 'https://temporal.io/pricing' };

/** The least that a year would cost which wakes up daily to look whether anything is due. */
export const POLLED_DAILY: Usage = {
  // A wait, a look and a choice a day, in executions of a year.
  stateTransitions: 3 * 365,
  executions: 1,
  historyEvents: 7 * 365,
  writeUnits: 0,
  readUnits: 2 * 365,
  invocations: 365,
  apiCalls: 0,
  busEvents: 0,
  queueRequests: 0,
  fifoRequests: 0,
  logBytes: 0,
};
