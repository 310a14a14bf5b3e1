import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { Bus, type BusEntry, type BusOptions } from '../../../local/messaging/bus.ts';
import { Queues } from '../../../local/messaging/queues.ts';
import { EVENT_SOURCE, type EventPattern, RULES } from '../../../workflows/wiring.ts';
import { emptyDatabase, virtualTime } from './virtual-time.ts';

let database: DatabaseSync;
let queues: Queues;
const time = virtualTime();

beforeEach(() => {
  database = emptyDatabase();
  queues = new Queues({ database, now: time.now });
});

function bus(options: Partial<BusOptions> = {}): Bus {
  return new Bus({ database, queues, now: time.now, ...options });
}

function ofType(detailType: string, detail: BusEntry['detail'] = {}): BusEntry {
  return { source: EVENT_SOURCE, detailType, detail };
}

function statusChange(status: string): BusEntry {
  return { source: 'aws.states', detailType: 'Step Functions Execution Status Change', detail: { status } };
}

/** The queues that hold something, with how much. */
function filled(): Record<string, number> {
  const names = Object.keys(RULES);
  const counts = names.map((name) => [name, queues.peek(name).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

test.each([
  ['PlacementDue', { 'start-workflow': 1 }],
  ['YearDue', { 'start-workflow': 1 }],
  ['AskAnswered', { 'resume-workflow': 1 }],
  ['ClaimRaised', { 'funding-feed': 1, finance: 1 }],
  ['ClawbackProposed', { 'funding-feed': 1, finance: 1 }],
  ['StatementIssued', { 'funding-feed': 1, finance: 1 }],
  ['EnrolmentAccepted', {}],
  ['Claimant', { 'funding-feed': 1, finance: 1 }],
  ['DeClaim', {}],
])('%s goes to the queues of the rules that match it: %j', (detailType, expected) => {
  bus().putEvents('mastery-pathways', [ofType(detailType)]);
  expect(filled()).toEqual(expected);
});

test.each([
  ['FAILED', { 'workflow-failures': 1 }],
  ['TIMED_OUT', { 'workflow-failures': 1 }],
  ['ABORTED', { 'workflow-failures': 1 }],
  ['SUCCEEDED', {}],
])('an execution that became %s fills %j', (status, expected) => {
  bus().putEvents('default', [statusChange(status)]);
  expect(filled()).toEqual(expected);
});

test('an event of another bus or another source matches nothing', () => {
  const both = bus();
  both.putEvents('default', [ofType('ClaimRaised')]);
  both.putEvents('mastery-pathways', [
    { ...ofType('ClaimRaised'), source: 'somebody-else' },
    statusChange('FAILED'),
  ]);
  expect(filled()).toEqual({});
});

test('the queue gets the envelope of EventBridge, at virtual time', () => {
  const [id] = bus().putEvents('mastery-pathways', [
    { ...ofType('ClaimRaised', { data: { amount: 100_000 } }), resources: ['arn:aws:states:::execution:e'] },
  ]);
  expect(JSON.parse(queues.peek('finance')[0]?.body ?? '')).toEqual({
    version: '0',
    id,
    'detail-type': 'ClaimRaised',
    source: 'mastery-pathways',
    account: '000000000000',
    time: '2026-03-02T09:00:00Z',
    region: 'eu-west-2',
    resources: ['arn:aws:states:::execution:e'],
    detail: { data: { amount: 100_000 } },
  });
});

test('a FIFO queue takes the events of one rule as one group', async () => {
  bus().putEvents('mastery-pathways', [ofType('ClaimRaised')]);
  const groups: (string | undefined)[] = [];
  await queues.drain(async (_, event) => {
    groups.push(...event.Records.map((record) => record.attributes.MessageGroupId));
    return undefined;
  });
  expect(groups).toEqual(['funding-feed']);
});

test('of several events either all reach their queues or none does', () => {
  const failing = new Bus({
    database,
    queues,
    now: () => {
      if (queues.peek('start-workflow').length > 0) throw new Error('the disk is full');
      return time.now();
    },
  });
  expect(() => failing.putEvents('mastery-pathways', [ofType('YearDue'), ofType('YearDue')])).toThrow('disk');
  expect(filled()).toEqual({});
});

test('inside an open transaction the events share its fate', () => {
  const local = bus();
  database.exec('BEGIN');
  local.putEvents('default', [statusChange('FAILED')]);
  database.exec('ROLLBACK');
  expect(filled()).toEqual({});
  database.exec('BEGIN');
  local.putEvents('default', [statusChange('FAILED')]);
  database.exec('COMMIT');
  expect(filled()).toEqual({ 'workflow-failures': 1 });
});

test('event ids follow from the seed, and a restart gives none a second time', () => {
  const first = bus({ seed: 's' }).putEvents('mastery-pathways', [ofType('YearDue')]);
  const afterRestart = bus({ seed: 's' }).putEvents('mastery-pathways', [ofType('YearDue')]);
  expect(afterRestart).not.toEqual(first);
  database = emptyDatabase();
  queues = new Queues({ database, now: time.now });
  expect(bus({ seed: 's' }).putEvents('mastery-pathways', [ofType('YearDue')])).toEqual(first);
});

test('only the rules it was given are followed', () => {
  const { finance } = RULES;
  bus({ rules: { finance } }).putEvents('mastery-pathways', [ofType('ClaimRaised'), ofType('YearDue')]);
  expect(filled()).toEqual({ finance: 1 });
});

test('a value of a list in the detail is enough to match', () => {
  const pattern: EventPattern = { source: ['s'], 'detail-type': ['T'], detail: { hubs: ['origin'] } };
  const local = bus({ rules: { hub: { bus: 'default', pattern, queue: 'finance' } } });
  const entry = (hubs: unknown) => ({ source: 's', detailType: 'T', detail: { hubs } });
  local.putEvents('default', [
    entry(['other', 'origin']),
    entry(['other']),
    entry('origin'),
    entry(undefined),
  ]);
  expect(queues.peek('finance')).toHaveLength(2);
});

test('a pattern that the local bus cannot match is refused at load, with its rule', () => {
  const withPattern = (pattern: object) =>
    bus({
      rules: {
        odd: {
          bus: 'default',
          queue: 'finance',
          pattern: { source: ['s'], 'detail-type': ['T'], ...pattern },
        },
      },
    });
  expect(() => withPattern({ 'detail-type': [{ suffix: 'x' }] })).toThrow(
    'The rule "odd" uses {"suffix":"x"}',
  );
  expect(() => withPattern({ account: ['1'] })).toThrow('The rule "odd" uses the field "account"');
  expect(() => withPattern({ detail: { a: { b: ['c'] } } })).toThrow('The rule "odd" uses {"b":["c"]}');
});

test('an unknown bus and a rule to an unknown queue are refused by name', () => {
  expect(() => bus().putEvents('elsewhere', [])).toThrow('There is no event bus "elsewhere".');
  const only = new Queues({ database, now: time.now, queues: {} });
  expect(() => bus({ queues: only })).toThrow('There is no queue "start-workflow".');
});
