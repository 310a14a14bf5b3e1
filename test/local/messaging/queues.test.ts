import type { DatabaseSync } from 'node:sqlite';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../../local/messaging/in-transaction.ts';
import { type InvokeConsumer, Queues, type QueuesOptions } from '../../../local/messaging/queues.ts';
import type { QueueWiring } from '../../../workflows/wiring.ts';
import { emptyDatabase, virtualTime } from './virtual-time.ts';

const WIRING = {
  starts: { fifo: false, consumer: 'events/start', batchSize: 10, visibilitySeconds: 180, maxReceives: 3 },
  feed: { fifo: true, consumer: 'events/feed', batchSize: 2, visibilitySeconds: 180, maxReceives: 2 },
  finance: { fifo: false, consumer: null, batchSize: 10, visibilitySeconds: 300, maxReceives: 12 },
} as const satisfies Record<string, QueueWiring>;

let database: DatabaseSync;
let time: ReturnType<typeof virtualTime>;
/** The bodies of every batch that was handed out, with its consumer. */
let handedOut: [consumer: string, ...bodies: string[]][];

beforeEach(() => {
  database = emptyDatabase();
  time = virtualTime();
  handedOut = [];
});

function queues(options: Partial<QueuesOptions> = {}): Queues {
  return new Queues({ database, now: time.now, queues: WIRING, ...options });
}

function answering(answer: (event: SQSEvent) => SQSBatchResponse | undefined): InvokeConsumer {
  return async (consumer, event) => {
    handedOut.push([consumer, ...event.Records.map((record) => record.body)]);
    return answer(event);
  };
}

const accept = answering(() => undefined);
const refuse = answering(() => {
  throw new Error('no');
});
const refuseOnly = (...bodies: string[]) =>
  answering((event) => ({
    batchItemFailures: event.Records.filter((record) => bodies.includes(record.body)).map((record) => ({
      itemIdentifier: record.messageId,
    })),
  }));

/** What the clock does when it comes to an instant at which something is due. */
function comeBack(queue: Queues, seconds: number): void {
  time.pass(seconds);
  queue.fireDue(time.now());
}

test('a message is handed to its consumer once, in the shape of SQS, and is gone', async () => {
  const all = queues();
  const id = all.send('starts', 'one');
  const events: SQSEvent[] = [];
  const drained = await all.drain(async (_, event) => {
    events.push(event);
    return { batchItemFailures: [] };
  });
  expect(drained).toBe(1);
  expect(events).toEqual([
    {
      Records: [
        {
          messageId: id,
          receiptHandle: expect.any(String),
          body: 'one',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(time.now()),
            SenderId: '000000000000',
            ApproximateFirstReceiveTimestamp: String(time.now()),
          },
          messageAttributes: {},
          md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-2:000000000000:starts',
          awsRegion: 'eu-west-2',
        },
      ],
    },
  ]);
  expect(await all.drain(accept)).toBe(0);
  expect(all.peek('starts')).toEqual([]);
});

test('no batch is larger than wired, and up to four of a standard queue run at once', async () => {
  const all = queues();
  for (let number = 0; number < 65; number += 1) all.send('starts', String(number));
  let running = 0;
  let most = 0;
  const sizes: number[] = [];
  await all.drain(async (_, event) => {
    running += 1;
    most = Math.max(most, running);
    sizes.push(event.Records.length);
    await Promise.resolve();
    running -= 1;
    return undefined;
  });
  expect(sizes).toEqual([10, 10, 10, 10, 10, 10, 5]);
  expect(most).toBe(4);
});

test('a batch that fails is hidden until its timeout has passed on the virtual clock, then comes again', async () => {
  const all = queues();
  all.send('starts', 'one');
  await all.drain(refuse);
  expect(all.visibleCount()).toBe(0);
  expect(all.nextDue()).toBe(time.now() + 180_000);
  comeBack(all, 179);
  expect(await all.drain(accept)).toBe(0);
  comeBack(all, 1);
  expect(all.nextDue()).toBeUndefined();
  expect(all.visibleCount()).toBe(1);
  expect(await all.drain(accept)).toBe(1);
});

test('of a batch that failed in part, only what failed comes again', async () => {
  const all = queues();
  for (const body of ['one', 'two', 'three']) all.send('starts', body);
  await all.drain(refuseOnly('two'));
  comeBack(all, 180);
  await all.drain(accept);
  expect(handedOut).toEqual([
    ['events/start', 'one', 'two', 'three'],
    ['events/start', 'two'],
  ]);
});

test('an answer that names a message of no batch fails the whole batch', async () => {
  const all = queues();
  all.send('starts', 'one');
  await all.drain(answering(() => ({ batchItemFailures: [{ itemIdentifier: '' }] })));
  expect(all.peek('starts')).toHaveLength(1);
});

test('a consumer that throws is reported with its error', async () => {
  const reports: [string, unknown][] = [];
  const all = queues({ onConsumerError: (consumer, error) => reports.push([consumer, error]) });
  all.send('starts', 'one');
  await all.drain(refuse);
  expect(reports).toEqual([['events/start', new Error('no')]]);
});

test('what fails at every receive lies with the dead letters, and nowhere else', async () => {
  const all = queues();
  const id = all.send('starts', 'one');
  for (let receive = 1; receive <= 3; receive += 1) {
    expect(await all.drain(refuse)).toBe(1);
    comeBack(all, 180);
  }
  expect(all.peek('starts-dead-letters')).toEqual([]);
  expect(all.visibleCount()).toBe(1);
  expect(await all.drain(refuse)).toBe(0);
  expect(all.visibleCount()).toBe(0);
  expect(all.nextDue()).toBeUndefined();
  const dead = [
    {
      queue: 'starts-dead-letters',
      messageId: id,
      sentAt: '2026-03-02T09:00:00.000Z',
      receiveCount: 3,
      body: 'one',
    },
  ];
  expect(all.peek('starts-dead-letters')).toEqual(dead);
  expect(all.peek('dead-letters')).toEqual(dead);
  expect(all.peek('starts')).toEqual([]);
});

test('the messages of a group come in the order in which they were sent', async () => {
  const all = queues();
  for (const body of ['1', '2', '3', '4', '5']) all.send('feed', body, { groupId: 'funding' });
  await all.drain(accept);
  expect(handedOut.flatMap(([, ...bodies]) => bodies)).toEqual(['1', '2', '3', '4', '5']);
});

test('a FIFO queue runs one batch at a time', async () => {
  const all = queues();
  for (const group of ['a', 'b', 'c']) all.send('feed', group, { groupId: group });
  let running = 0;
  await all.drain(async () => {
    running += 1;
    expect(running).toBe(1);
    await Promise.resolve();
    running -= 1;
    return undefined;
  });
});

test('while a message of a group waits for redelivery, no later one of its group is handed out', async () => {
  const all = queues();
  all.send('feed', 'a1', { groupId: 'a' });
  all.send('feed', 'b1', { groupId: 'b' });
  await all.drain(refuseOnly('a1'));
  all.send('feed', 'a2', { groupId: 'a' });
  all.send('feed', 'b2', { groupId: 'b' });
  await all.drain(accept);
  comeBack(all, 180);
  await all.drain(accept);
  expect(handedOut).toEqual([
    ['events/feed', 'a1', 'b1'],
    ['events/feed', 'b2'],
    ['events/feed', 'a1', 'a2'],
  ]);
});

test('a group goes on once its stuck message lies with the dead letters', async () => {
  const all = queues();
  all.send('feed', 'stuck', { groupId: 'a' });
  for (let receive = 1; receive <= 2; receive += 1) {
    await all.drain(refuse);
    comeBack(all, 180);
  }
  all.send('feed', 'next', { groupId: 'a' });
  await all.drain(accept);
  expect(handedOut.at(-1)).toEqual(['events/feed', 'next']);
  expect(all.peek('feed-dead-letters').map((message) => message.body)).toEqual(['stuck']);
});

test('the same body within five virtual minutes is one message, also when the first is handled by then', async () => {
  const all = queues();
  const first = all.send('feed', 'same', { groupId: 'a' });
  await all.drain(accept);
  time.pass(299);
  expect(all.send('feed', 'same', { groupId: 'a' })).toBe(first);
  expect(await all.drain(accept)).toBe(0);
  time.pass(1);
  expect(all.send('feed', 'same', { groupId: 'a' })).not.toBe(first);
  expect(await all.drain(accept)).toBe(1);
});

test('a standard queue takes the same body twice', async () => {
  const all = queues();
  all.send('starts', 'same');
  all.send('starts', 'same');
  expect(await all.drain(accept)).toBe(2);
});

test('a FIFO message says its group, its number and what it is recognised by', async () => {
  const all = queues();
  all.send('feed', 'one', { groupId: 'funding' });
  const records: SQSEvent['Records'] = [];
  await all.drain(async (_, event) => {
    records.push(...event.Records);
    return undefined;
  });
  expect(records[0]).toMatchObject({
    eventSourceARN: 'arn:aws:sqs:eu-west-2:000000000000:feed.fifo',
    attributes: {
      MessageGroupId: 'funding',
      SequenceNumber: expect.stringMatching(/^\d{20}$/),
      MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
});

test('what a consumer sends while queues are drained is delivered in the same drain', async () => {
  const all = queues();
  all.send('starts', 'first');
  const drained = await all.drain(async (consumer, event) => {
    handedOut.push([consumer, ...event.Records.map((record) => record.body)]);
    if (consumer === 'events/start') {
      await new Promise<void>((resolve) => setImmediate(resolve));
      all.send('feed', 'second', { groupId: 'a' });
    }
    return undefined;
  });
  expect(drained).toBe(2);
  expect(handedOut).toEqual([
    ['events/start', 'first'],
    ['events/feed', 'second'],
  ]);
});

test("finance's messages stay until finance takes them, and keep nothing from being quiet", async () => {
  const all = queues();
  all.send('finance', 'claim');
  expect(all.visibleCount()).toBe(0);
  expect(await all.drain(accept)).toBe(0);
  expect(all.peek('finance').map((message) => message.body)).toEqual(['claim']);
  expect(all.peek('finance')[0]?.receiveCount).toBe(0);
});

test('a message sent in a transaction is only there if that commits', () => {
  const all = queues();
  expect(() =>
    inTransaction(database, () => {
      all.send('starts', 'never');
      throw new Error('changed my mind');
    }),
  ).toThrow('changed my mind');
  database.exec('BEGIN');
  all.send('starts', 'kept');
  database.exec('COMMIT');
  expect(all.peek('starts').map((message) => message.body)).toEqual(['kept']);
});

test('a message in flight when the host is killed is delivered at once after the restart, as if never before', async () => {
  const all = queues();
  all.send('starts', 'one');
  all.send('feed', 'f1', { groupId: 'a' });
  all.send('feed', 'f2', { groupId: 'a' });
  // The consumers never answer: the host died meanwhile.
  void all.drain(() => new Promise(() => {}));
  await Promise.resolve();

  const restarted = queues();
  expect(restarted.visibleCount()).toBe(0);
  restarted.recover();
  const counts: (string | undefined)[] = [];
  await restarted.drain(async (consumer, event) => {
    handedOut.push([consumer, ...event.Records.map((record) => record.body)]);
    counts.push(...event.Records.map((record) => record.attributes.ApproximateReceiveCount));
    return undefined;
  });
  expect(handedOut).toEqual([
    ['events/start', 'one'],
    ['events/feed', 'f1', 'f2'],
  ]);
  expect(counts).toEqual(['1', '1', '1']);
});

test('what had failed before a restart goes on waiting for its timeout', async () => {
  const all = queues();
  all.send('starts', 'one');
  await all.drain(refuse);
  const restarted = queues();
  restarted.recover();
  expect(restarted.visibleCount()).toBe(0);
  expect(restarted.nextDue()).toBe(time.now() + 180_000);
});

test('every gap of a delivery is told, so that a test can kill the host in it', async () => {
  const moments: string[] = [];
  const all = queues({ moment: (name) => moments.push(name) });
  all.send('starts', 'one');
  await all.drain(answering(() => void moments.push('consumer') as undefined));
  expect(moments).toEqual([
    'queue:starts:before-invoke',
    'consumer',
    'queue:starts:after-invoke',
    'queue:starts:before-ack',
    'queue:starts:after-ack',
  ]);
});

test('killed between the consumer and the acknowledgement, a message is delivered a second time', async () => {
  const killed = queues({
    moment: (name) => {
      if (name === 'queue:starts:before-ack') throw new Error('killed');
    },
  });
  killed.send('starts', 'one');
  await expect(killed.drain(accept)).rejects.toThrow('killed');
  const restarted = queues();
  restarted.recover();
  expect(await restarted.drain(accept)).toBe(1);
  expect(handedOut).toHaveLength(2);
});

test('two drains at once hand nothing out twice', async () => {
  const all = queues();
  all.send('starts', 'one');
  expect(await Promise.all([all.drain(accept), all.drain(accept)])).toEqual([1, 0]);
});

test('message ids follow from the seed and differ within a queue and between seeds', () => {
  const ids = ['a', 'a', 'b'].map((seed) => {
    database = emptyDatabase();
    const all = queues({ seed });
    return [all.send('starts', 'one'), all.send('starts', 'one')];
  });
  expect(ids[0]).toEqual(ids[1]);
  expect(new Set(ids.flat()).size).toBe(4);
});

test('unknown queues and wrong groups are refused by name', () => {
  const all = queues();
  expect(() => all.send('nowhere', '')).toThrow('There is no queue "nowhere".');
  expect(() => all.peek('nowhere-dead-letters')).toThrow('nowhere-dead-letters');
  expect(() => all.send('feed', '')).toThrow('A message to feed needs a group.');
  expect(() => all.send('starts', '', { groupId: 'a' })).toThrow('The queue starts takes no message groups.');
});

test('whatever fails, and however often: a group is acknowledged in order, and no message is lost or done twice', async () => {
  const groupsSent = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  const failures = fc.array(fc.boolean(), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      groupsSent,
      failures,
      fc.array(fc.nat(12), { maxLength: 3 }),
      async (sent, fails, kills) => {
        database = emptyDatabase();
        const wiring = { ...WIRING, feed: { ...WIRING.feed, batchSize: 3, maxReceives: 100 } };
        const done: string[] = [];
        const bodies = sent.map((group, index) => `${group}${index}`);
        const before = queues({ queues: wiring });
        for (const body of bodies) before.send('feed', body, { groupId: body.slice(0, 1) });
        let batches = 0;
        const script = [...fails];
        // Stops a group at its first failure, as a consumer of a FIFO queue has to.
        const consumer: InvokeConsumer = async (_, event) => {
          if (kills.includes(batches++)) return new Promise(() => {});
          const stopped = new Set<string>();
          const failed = event.Records.filter((record) => {
            const group = record.body.slice(0, 1);
            if (stopped.has(group) || script.shift() === true) stopped.add(group);
            else done.push(record.body);
            return stopped.has(group);
          });
          return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
        };
        for (let round = 0; round < 60 && queues({ queues: wiring }).peek('feed').length > 0; round += 1) {
          const restarted = queues({ queues: wiring });
          restarted.recover();
          const drained = restarted.drain(consumer);
          await Promise.race([drained, new Promise((resolve) => setImmediate(resolve))]);
          comeBack(restarted, 180);
        }
        for (const group of ['a', 'b', 'c']) {
          const ofGroup = (all: readonly string[]) => all.filter((body) => body.startsWith(group));
          expect(ofGroup(done)).toEqual(ofGroup(bodies));
        }
      },
    ),
    { numRuns: 100 },
  );
});
