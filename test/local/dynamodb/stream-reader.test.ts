import { DatabaseSync } from 'node:sqlite';
import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { StreamReader, type StreamReaderOptions } from '../../../local/dynamodb/stream-reader.ts';
import {
  StreamIteratorExpired,
  type StreamPage,
  StreamPositionLost,
  type StreamShard,
  type StreamSource,
  type TableStream,
  tableStream,
} from '../../../local/dynamodb/stream-source.ts';
import { startTable } from './table-under-test.ts';

let table: Awaited<ReturnType<typeof startTable>>;
let stream: TableStream;
let database: DatabaseSync;
let delivered: DynamoDBStreamEvent[];
let partition = 0;

beforeAll(async () => {
  table = await startTable();
  stream = tableStream(table.endpoint, table.streamArn);
});
afterAll(async () => {
  stream.close();
  await table.stop();
});
beforeEach(async () => {
  database = new DatabaseSync(':memory:');
  await reader().readToEnd();
  delivered = [];
  partition += 1;
});

function reader(options: Partial<StreamReaderOptions> = {}): StreamReader {
  return new StreamReader({
    source: stream,
    database,
    deliver: async (event) => void delivered.push(event),
    ...options,
  });
}

function eventRow(number: number): Record<string, AttributeValue> {
  return {
    pk: { S: `SCHOOL#${partition}` },
    sk: { S: `EVENT#${number}` },
    type: { S: 'event' },
    outboxPk: { S: 'OUTBOX#0' },
    outboxSk: { S: String(number).padStart(6, '0') },
  };
}

async function write(...items: Record<string, AttributeValue>[]): Promise<void> {
  for (let start = 0; start < items.length; start += 100) {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: items
          .slice(start, start + 100)
          .map((Item) => ({ Put: { TableName: table.tableName, Item } })),
      }),
    );
  }
}

const writeEvents = (count: number) =>
  write(...Array.from({ length: count }, (_, index) => eventRow(index + 1)));
const sortKeys = () =>
  delivered.flatMap((event) => event.Records.map((record) => record.dynamodb?.Keys?.sk?.S));
const expectedKeys = (count: number) => Array.from({ length: count }, (_, index) => `EVENT#${index + 1}`);

test('event rows with an outbox marker are delivered in order and once, in the shape of Lambda', async () => {
  await writeEvents(3);
  const follower = reader();
  expect(await follower.readToEnd()).toBe(3);
  expect(await follower.readToEnd()).toBe(0);
  expect(sortKeys()).toEqual(expectedKeys(3));
  expect(delivered[0]?.Records[0]).toEqual({
    eventID: expect.any(String),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    eventSourceARN: table.streamArn,
    awsRegion: 'eu-west-2',
    dynamodb: {
      Keys: { pk: { S: `SCHOOL#${partition}` }, sk: { S: 'EVENT#1' } },
      NewImage: eventRow(1),
      SequenceNumber: expect.any(String),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_IMAGE',
    },
  });
});

test('every kind of value arrives as Lambda gives it, binary in base64', async () => {
  const image: Record<string, AttributeValue> = {
    n: { N: '12.5' },
    yes: { BOOL: true },
    nothing: { NULL: true },
    map: { M: { list: { L: [{ S: 'a' }, { N: '1' }] } } },
    strings: { SS: ['a', 'b'] },
    numbers: { NS: ['1'] },
  };
  const binary = { bytes: { B: Uint8Array.of(1, 2, 255) }, many: { BS: [Uint8Array.of(0)] } };
  await write({ ...eventRow(1), ...image, ...binary });
  await reader().readToEnd();
  expect(delivered[0]?.Records[0]?.dynamodb?.NewImage).toEqual({
    ...eventRow(1),
    ...image,
    bytes: { B: 'AQL/' },
    many: { BS: ['AA=='] },
  });
});

test('other rows, events whose marker is gone, and removals are passed over', async () => {
  const { outboxPk: _, ...published } = eventRow(2);
  await write(eventRow(1), { ...eventRow(3), type: { S: 'ask' } });
  await write(published);
  const key = { pk: { S: `SCHOOL#${partition}` }, sk: { S: 'EVENT#1' } };
  await table.client.send(new DeleteItemCommand({ TableName: table.tableName, Key: key }));
  expect(await reader().readToEnd()).toBe(1);
  expect(sortKeys()).toEqual(['EVENT#1']);
});

test('an event row that is changed while it bears its marker is delivered again', async () => {
  await writeEvents(1);
  await write({ ...eventRow(1), note: { S: 'changed' } });
  await reader().readToEnd();
  expect(delivered.flatMap((event) => event.Records.map((record) => record.eventName))).toEqual([
    'INSERT',
    'MODIFY',
  ]);
});

test('a long stream is read over all its pages, in batches of no more than asked for', async () => {
  await writeEvents(1_250);
  expect(await reader({ batchSize: 100 }).readToEnd()).toBe(1_250);
  expect(sortKeys()).toEqual(expectedKeys(1_250));
  expect(delivered.map((event) => event.Records.length)).toEqual([...Array<number>(12).fill(100), 50]);
});

test('a new reader on the same database goes on where the last one stood', async () => {
  await writeEvents(2);
  await reader().readToEnd();
  delivered = [];
  await write(eventRow(3));
  expect(await reader().readToEnd()).toBe(1);
  expect(sortKeys()).toEqual(['EVENT#3']);
});

test('a host killed between publishing and keeping the position publishes that batch again, and no other', async () => {
  await writeEvents(4);
  const kill = new Error('killed');
  let deliveries = 0;
  const killed = reader({
    batchSize: 2,
    moment: (name) => {
      if (name === 'stream:after-deliver' && ++deliveries === 2) throw kill;
    },
  });
  await expect(killed.readToEnd()).rejects.toBe(kill);
  delivered = [];
  await reader().readToEnd();
  expect(sortKeys()).toEqual(['EVENT#3', 'EVENT#4']);
});

test('a batch that is refused three times stays to be delivered, and the refusal has a name', async () => {
  await writeEvents(2);
  let tries = 0;
  const refusing = reader({
    deliver: async (event) => {
      tries += 1;
      if (tries <= 3) throw new Error('the bus is down');
      delivered.push(event);
    },
  });
  await expect(refusing.readToEnd()).rejects.toMatchObject({
    name: 'StreamDeliveryFailed',
    message: expect.stringContaining('the bus is down'),
  });
  expect(tries).toBe(3);
  expect(await refusing.readToEnd()).toBe(2);
  expect(sortKeys()).toEqual(expectedKeys(2));
});

test('what is written while a batch is being delivered is still read to the end', async () => {
  await writeEvents(1);
  const follower = reader({
    deliver: async (event) => {
      delivered.push(event);
      if (delivered.length === 1) {
        await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: eventRow(2) }));
      }
    },
  });
  expect(await follower.readToEnd()).toBe(2);
});

test('two that read at once deliver nothing twice', async () => {
  await writeEvents(3);
  const follower = reader({ delayMs: 5 });
  expect(await Promise.all([follower.readToEnd(), follower.readToEnd()])).toEqual([3, 0]);
});

/** A stream with what no embedded engine does: closing shards, trimmed records, iterators that die. */
class RememberedStream implements StreamSource {
  readonly arn = 'arn:aws:dynamodb:eu-west-2:000000000000:table/mastery-pathways/stream/remembered';
  readonly asked: string[] = [];
  readonly shardList: StreamShard[] = [];
  readonly numbers = new Map<string, number[]>();
  readonly closed = new Set<string>();
  lost = false;
  expireNext = false;

  async shards() {
    return [...this.shardList];
  }

  async oldest(shardId: string) {
    this.asked.push(`${shardId} oldest`);
    return `${shardId}/0`;
  }

  async after(shardId: string, sequenceNumber: string) {
    this.asked.push(`${shardId} after ${sequenceNumber}`);
    if (this.lost) throw new StreamPositionLost('trimmed');
    return `${shardId}/${sequenceNumber}`;
  }

  async page(iterator: string): Promise<StreamPage> {
    const [shardId = '', from = '0'] = iterator.split('/');
    if (this.expireNext) {
      this.expireNext = false;
      throw new StreamIteratorExpired('expired');
    }
    const numbers = (this.numbers.get(shardId) ?? []).filter((number) => number > Number(from));
    const next =
      numbers.length === 0 && this.closed.has(shardId) ? undefined : `${shardId}/${numbers.at(-1) ?? from}`;
    return { records: numbers.map((number) => remembered(shardId, number)), next };
  }
}

function remembered(shardId: string, number: number): DynamoDBRecord {
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(number),
      Keys: { sk: { S: `${shardId}#${number}` } },
      NewImage: { type: { S: 'event' }, outboxPk: { S: 'OUTBOX#0' } },
    },
  };
}

test('where the kept position is no longer held, everything that is still held is read', async () => {
  const source = new RememberedStream();
  source.shardList.push({ id: 'a', parentId: undefined });
  source.numbers.set('a', [1, 2]);
  await reader({ source }).readToEnd();
  source.lost = true;
  source.numbers.set('a', [7, 8]);
  delivered = [];
  expect(await reader({ source }).readToEnd()).toBe(2);
  expect(source.asked).toEqual(['a oldest', 'a after 2', 'a oldest']);
});

test('an iterator that has died is replaced by one at the kept position', async () => {
  const source = new RememberedStream();
  source.shardList.push({ id: 'a', parentId: undefined });
  source.numbers.set('a', [1]);
  const follower = reader({ source });
  await follower.readToEnd();
  source.expireNext = true;
  source.numbers.set('a', [1, 2]);
  expect(await follower.readToEnd()).toBe(1);
  expect(sortKeys()).toEqual(['a#1', 'a#2']);
});

test('a closed shard is followed by its children, after their parent, and never read again', async () => {
  const source = new RememberedStream();
  source.shardList.push({ id: 'child', parentId: 'parent' }, { id: 'parent', parentId: undefined });
  source.numbers.set('parent', [1]).set('child', [2]);
  source.closed.add('parent');
  expect(await reader({ source }).readToEnd()).toBe(2);
  expect(sortKeys()).toEqual(['parent#1', 'child#2']);
  source.numbers.set('child', [2, 3]);
  source.asked.length = 0;
  expect(await reader({ source }).readToEnd()).toBe(1);
  expect(source.asked).toEqual(['child after 2']);
});
