/**
 * What is plugged into what: the one list that the local host runs and the CDK app deploys. Plain data, so
 * that a test can hold the synthesized template against it.
 */

/** The bus source of every event of ours. */
export const EVENT_SOURCE = 'mastery-pathways';
/** What finance is told again goes under another source, so that no workflow of ours hears it a second time. */
export const REPUBLISHED_SOURCE = 'mastery-pathways.republished';

export type BusName = 'default' | 'mastery-pathways';

/** The table: base key, sparse indexes, and what its stream carries. Index rows are recomputed on every put. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; only idempotency records carry it. */
  timeToLive: 'expiresAt',
  streamView: 'NEW_IMAGE',
  indexes: [
    { name: 'by-hub', partitionKey: 'hubPk', sortKey: 'hubSk' },
    { name: 'by-kind', partitionKey: 'kindPk', sortKey: 'kindSk' },
    { name: 'outbox', partitionKey: 'outboxPk', sortKey: 'outboxSk' },
    { name: 'due', partitionKey: 'duePk', sortKey: 'dueSk' },
  ],
} as const;

export interface QueueWiring {
  readonly fifo: boolean;
  /** The function that empties the queue, `room/file`; finance empties its own. */
  readonly consumer: `events/${string}` | null;
  readonly batchSize: number;
  /** At least six times the consumer's timeout, or a slow batch would be handed out twice. */
  readonly visibilitySeconds: number;
  /** Deliveries before the message goes to `<queue>-dead-letters`. */
  readonly maxReceives: number;
}

export const QUEUES = {
  /**
   * On 1 September 3,400 years ask to start at one instant. London takes 800 StartExecutions at once and 150 a second
   * after that: should all that were throttled come back together, each delivery still starts 800 (the bucket fills
   * within 6 of the 180 seconds), and the fifth takes the last. Twelve would do for 9,600.
   */
  'start-workflow': {
    fifo: false,
    consumer: 'events/start-workflow',
    batchSize: 10,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  'resume-workflow': {
    fifo: false,
    consumer: 'events/resume-workflow',
    batchSize: 10,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  'stop-workflow': {
    fifo: false,
    consumer: 'events/stop-workflow',
    batchSize: 10,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  'workflow-failures': {
    fifo: false,
    consumer: 'events/record-failure',
    batchSize: 10,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  'funding-feed': {
    fifo: true,
    consumer: 'events/funding-feed',
    batchSize: 10,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  /**
   * One chunk of a payer's file after the other: two at once would only keep each other from the statement's row. A
   * chunk takes most of a delivery's time, so they come one by one.
   */
  'apply-payments': {
    fifo: true,
    consumer: 'events/apply-payments',
    batchSize: 1,
    visibilitySeconds: 180,
    maxReceives: 12,
  },
  finance: { fifo: false, consumer: null, batchSize: 10, visibilitySeconds: 300, maxReceives: 12 },
} as const satisfies Record<string, QueueWiring>;

export type QueueName = keyof typeof QUEUES;

/** Patterns hold exact values and prefixes only: all that our rules need, and all that the local bus matches. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly (string | { readonly prefix: string })[];
  readonly detail?: { readonly [field: string]: readonly string[] };
}

export interface RuleWiring {
  readonly bus: BusName;
  readonly pattern: EventPattern;
  readonly queue: QueueName;
}

const FUNDING_EVENTS: EventPattern = {
  source: [EVENT_SOURCE],
  'detail-type': [{ prefix: 'Claim' }, { prefix: 'Clawback' }, { prefix: 'Statement' }],
};

export const RULES = {
  'start-workflow': {
    bus: 'mastery-pathways',
    pattern: {
      source: [EVENT_SOURCE],
      'detail-type': ['PlacementDue', 'SelectionDue', 'YearDue', 'StatementDue'],
    },
    queue: 'start-workflow',
  },
  'resume-workflow': {
    bus: 'mastery-pathways',
    pattern: { source: [EVENT_SOURCE], 'detail-type': ['AskAnswered', 'StatementApproved'] },
    queue: 'resume-workflow',
  },
  'stop-workflow': {
    bus: 'mastery-pathways',
    pattern: {
      source: [EVENT_SOURCE],
      'detail-type': ['ParticipationWithdrawn', 'TrainingDeferred', 'WorkflowRestarted'],
    },
    queue: 'stop-workflow',
  },
  'funding-feed': { bus: 'mastery-pathways', pattern: FUNDING_EVENTS, queue: 'funding-feed' },
  finance: {
    bus: 'mastery-pathways',
    pattern: { ...FUNDING_EVENTS, source: [EVENT_SOURCE, REPUBLISHED_SOURCE] },
    queue: 'finance',
  },
  'apply-payments': {
    bus: 'mastery-pathways',
    pattern: { source: [EVENT_SOURCE], 'detail-type': ['PaymentChunkDue'] },
    queue: 'apply-payments',
  },
  'workflow-failures': {
    bus: 'default',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    queue: 'workflow-failures',
  },
} as const satisfies Record<string, RuleWiring>;

export interface MachineWiring {
  /** The definition, a file of this folder. */
  readonly file: `${string}.asl.json`;
  /** `${Token}` in the definition → the step function that stands for it. */
  readonly steps: { readonly [token: string]: `steps/${string}` };
}

export const MACHINES = {
  placement: {
    file: 'placement.asl.json',
    steps: {
      OpenPlacement: 'steps/open-placement',
      AwaitAnswer: 'steps/await-answer',
      SettleAsk: 'steps/settle-ask',
      DueYear: 'steps/due-year',
    },
  },
  'school-year': {
    file: 'school-year.asl.json',
    steps: {
      OpenYear: 'steps/open-year',
      AwaitAnswer: 'steps/await-answer',
      SettleAsk: 'steps/settle-ask',
      CloseYear: 'steps/close-year',
    },
  },
  'specialist-selection': {
    file: 'specialist-selection.asl.json',
    steps: {
      OpenSelection: 'steps/open-selection',
      AwaitAnswer: 'steps/await-answer',
      SettleAsk: 'steps/settle-ask',
      EscalateAsk: 'steps/escalate-ask',
      DueYear: 'steps/due-year',
    },
  },
  'specialist-year': {
    file: 'specialist-year.asl.json',
    steps: {
      OpenSpecialistYear: 'steps/open-specialist-year',
      AwaitAnswer: 'steps/await-answer',
      SettleAsk: 'steps/settle-ask',
      EscalateAsk: 'steps/escalate-ask',
      CloseSpecialistYear: 'steps/close-specialist-year',
    },
  },
  statement: {
    file: 'statement.asl.json',
    steps: {
      GatherLines: 'steps/gather-lines',
      OpenStatement: 'steps/open-statement',
      AwaitApproval: 'steps/await-approval',
      SettleApproval: 'steps/settle-approval',
      IssueLines: 'steps/issue-lines',
    },
  },
} as const satisfies Record<string, MachineWiring>;

export type MachineName = keyof typeof MACHINES;

/** The stream's reader: gets inserted EVENT rows that bear an outbox marker, and nothing else. */
export const STREAM = { consumer: 'events/publish-events', batchSize: 100 } as const;

export interface ScheduleWiring {
  /** EventBridge Scheduler's expression, read in London time. */
  readonly cron: string;
  readonly function: `jobs/${string}`;
}

export const SCHEDULES = {
  'offer-leading': { cron: 'cron(30 2 * * ? *)', function: 'jobs/offer-leading' },
  'rejoin-schools': { cron: 'cron(30 2 * * ? *)', function: 'jobs/rejoin-schools' },
  sweep: { cron: 'cron(30 2 * * ? *)', function: 'jobs/sweep' },
  digest: { cron: 'cron(0 7 * * ? *)', function: 'jobs/digest' },
  /** Every night, not on the first alone; and not between 01:00 and 02:00, which London has twice or not at all once a year. */
  'open-statements': { cron: 'cron(0 3 * * ? *)', function: 'jobs/open-statements' },
  /** After the jobs of the night, before anybody pays. */
  reconcile: { cron: 'cron(0 5 * * ? *)', function: 'jobs/reconcile' },
} as const satisfies Record<string, ScheduleWiring>;

/** The last part of `room/file` is the function's name, here and on AWS (there behind the stage's prefix). */
export function functionName(path: `${string}/${string}`): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
