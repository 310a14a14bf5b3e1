import { createServer, type Server } from 'node:http';
import {
  DescribeArchiveCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Bus } from '../../../local/messaging/bus.ts';
import { handleEventBridgeRequest } from '../../../local/messaging/event-bridge-protocol.ts';
import { Queues } from '../../../local/messaging/queues.ts';
import { RULES } from '../../../workflows/wiring.ts';
import { emptyDatabase, virtualTime } from './virtual-time.ts';

let server: Server;
let client: EventBridgeClient;
let bus: Bus;
let queues: Queues;
const time = virtualTime();

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const target = request.headers['x-amz-target']?.toString();
      const answer = handleEventBridgeRequest(bus, target, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  server.close();
});
beforeEach(() => {
  const database = emptyDatabase();
  queues = new Queues({ database, now: time.now });
  bus = new Bus({ database, queues, now: time.now });
});

const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const claim: PutEventsRequestEntry = {
  EventBusName: 'mastery-pathways',
  Source: 'mastery-pathways',
  DetailType: 'ClaimRaised',
  Detail: '{"data":{"amount":100000}}',
  Time: new Date('2020-01-01T00:00:00Z'),
};

test('an event put by the SDK reaches the queue at virtual time, whatever time it was given', async () => {
  const answer = await put(claim);
  expect(answer.FailedEntryCount).toBe(0);
  expect(JSON.parse(queues.peek('finance')[0]?.body ?? '')).toMatchObject({
    id: answer.Entries?.[0]?.EventId,
    'detail-type': 'ClaimRaised',
    time: '2026-03-02T09:00:00Z',
    detail: { data: { amount: 100_000 } },
  });
});

test.each([
  ['no source', { Source: undefined }, 'InvalidArgument'],
  ['no type', { DetailType: undefined }, 'InvalidArgument'],
  ['no detail', { Detail: undefined }, 'InvalidArgument'],
  ['a detail that is no JSON', { Detail: '{' }, 'MalformedDetail'],
  ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail'],
  ['a source of AWS', { Source: 'aws.states' }, 'NotAuthorizedForSourceException'],
  ['an unknown bus', { EventBusName: 'elsewhere' }, 'ResourceNotFoundException'],
])('an entry with %s fails alone, and the others are put', async (_, change, code) => {
  const answer = await put(claim, { ...claim, ...change }, claim);
  expect(answer.FailedEntryCount).toBe(1);
  expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([undefined, code, undefined]);
  expect(queues.peek('finance')).toHaveLength(2);
});

test('eleven entries, none, or more than 256 KB in all are refused, and nothing is put', async () => {
  const refused = { name: 'ValidationException' };
  await expect(put(...Array<PutEventsRequestEntry>(11).fill(claim))).rejects.toMatchObject(refused);
  await expect(put()).rejects.toMatchObject(refused);
  const large = { ...claim, Detail: JSON.stringify({ text: 'é'.repeat(66_000) }) };
  await expect(put(large, large)).rejects.toMatchObject(refused);
  expect(queues.peek('finance')).toEqual([]);
  expect((await put(large)).FailedEntryCount).toBe(0);
});

test('the rules of a bus are listed, with patterns and targets as wired', async () => {
  const { Rules } = await client.send(new ListRulesCommand({ EventBusName: 'mastery-pathways' }));
  expect(Rules?.map((rule) => rule.Name)).toEqual([
    'apply-payments',
    'finance',
    'funding-feed',
    'resume-workflow',
    'start-workflow',
    'stop-workflow',
  ]);
  const rule = await client.send(
    new DescribeRuleCommand({
      Name: 'finance',
      EventBusName: 'arn:aws:events:eu-west-2:000000000000:event-bus/mastery-pathways',
    }),
  );
  expect(rule).toMatchObject({
    Arn: 'arn:aws:events:eu-west-2:000000000000:rule/mastery-pathways/finance',
    State: 'ENABLED',
    EventBusName: 'mastery-pathways',
  });
  expect(JSON.parse(rule.EventPattern ?? '')).toEqual(RULES.finance.pattern);
  const { Targets } = await client.send(
    new ListTargetsByRuleCommand({ Rule: 'funding-feed', EventBusName: 'mastery-pathways' }),
  );
  expect(Targets).toEqual([
    {
      Id: 'funding-feed',
      Arn: 'arn:aws:sqs:eu-west-2:000000000000:funding-feed.fifo',
      SqsParameters: { MessageGroupId: 'funding-feed' },
    },
  ]);
});

test('without a bus the default one is meant, and names may be asked for by their beginning', async () => {
  const { Rules } = await client.send(new ListRulesCommand({}));
  expect(Rules?.map((rule) => rule.Name)).toEqual(['workflow-failures']);
  const some = await client.send(new ListRulesCommand({ EventBusName: 'mastery-pathways', NamePrefix: 'f' }));
  expect(some.Rules).toHaveLength(2);
  const { EventBuses } = await client.send(new ListEventBusesCommand({}));
  expect(EventBuses?.map((each) => each.Name)).toEqual(['default', 'mastery-pathways']);
});

test('an unknown rule and an unserved operation are refused as AWS would', async () => {
  await expect(client.send(new DescribeRuleCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule none does not exist on EventBus default.',
  });
  await expect(client.send(new DescribeArchiveCommand({ ArchiveName: 'a' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('AWSEvents.DescribeArchive'),
  });
});

test('a request that is no request gets an error, and never a success', () => {
  expect(handleEventBridgeRequest(bus, undefined, '{}').status).toBe(400);
  expect(JSON.parse(handleEventBridgeRequest(bus, 'AWSEvents.PutEvents', '{').body)).toMatchObject({
    __type: 'SerializationException',
  });
  for (const odd of ['[]', '{}', '{"Entries":[1]}', '{"Entries":{"Source":3}}']) {
    expect(JSON.parse(handleEventBridgeRequest(bus, 'AWSEvents.PutEvents', odd).body)).toMatchObject({
      __type: 'ValidationException',
    });
  }
  expect(handleEventBridgeRequest(bus, 'AWSEvents.constructor', '{}').status).toBe(400);
});
