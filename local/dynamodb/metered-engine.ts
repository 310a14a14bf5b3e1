import { createServer, type IncomingMessage } from 'node:http';
import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { TABLE } from '../../workflows/wiring.ts';
import { send, textOf } from '../http/exchange.ts';
import { close, listen } from '../http/listen.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../messaging/local-account.ts';
import { type DynamoEngine, startDynamoEngine } from './engine-process.ts';
import { itemSize } from './item-size.ts';

/** Request units of an on-demand table, as DynamoDB bills them. */
export interface RequestUnits {
  /** A KB or part of one written is one; in a transaction two, and so is a row that was only checked; each index entry that changes is one more. */
  written: number;
  /** 4 KB or part of them read is one, through an index half of one. */
  read: number;
}

export interface MeteredEngine {
  readonly endpoint: string;
  /** Grows with every request. */
  readonly units: Readonly<RequestUnits>;
  /** How many transactions have written events: as often at most has the stream something to tell. */
  readonly announced: Readonly<{ transactions: number; events: number }>;
  stop(): Promise<void>;
}

type Item = Record<string, AttributeValue>;

/**
 * A DynamoDB engine behind a meter: every row that a request changes is read before and after, and what DynamoDB would
 * bill for the difference is added up, index by index.
 */
export async function startMeteredEngine(logFile: string): Promise<MeteredEngine> {
  const engine = await startDynamoEngine({ memory: true, logFile });
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const units: RequestUnits = { written: 0, read: 0 };
  const announced = { transactions: 0, events: 0 };

  const imageOf = async (key: Item, table: string): Promise<Item> => {
    const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await client.send(command)).Item ?? {};
  };

  /** One request after the other: what another one writes meanwhile would be counted twice, or not at all. */
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const answered = turn.then(() => answer(request));
    turn = answered.catch(() => {});
    answered.then(
      (reply) => send(response, { headers: { 'content-type': 'application/x-amz-json-1.0' }, ...reply }),
      (error: unknown) => send(response, { status: 500, body: String(error) }),
    );
  });
  const endpoint = await listen(server, 0);

  async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const text = await textOf(request);
    const touched = touchedBy(operation, text);
    const before = await Promise.all(touched.map(({ key, table }) => imageOf(key, table)));
    const passed = await passOn(engine, request, text);
    if (passed.status !== 200) return passed;
    if (operation === 'GetItem' || operation === 'Query') units.read += unitsRead(text, passed.body);
    const after = await Promise.all(touched.map(({ key, table }) => imageOf(key, table)));
    let events = 0;
    for (const [index, { transacted }] of touched.entries()) {
      const [old, now] = [before[index] ?? {}, after[index] ?? {}];
      units.written += unitsWritten(old, now, transacted);
      if (!old['outboxPk'] && now['outboxPk']) events += 1;
    }
    announced.events += events;
    if (events > 0) announced.transactions += 1;
    return passed;
  }

  return {
    endpoint,
    units,
    announced,
    async stop() {
      client.destroy();
      await close(server);
      await engine.stop();
    },
  };
}

async function passOn({ endpoint }: DynamoEngine, { headers }: IncomingMessage, body: string) {
  const passing = ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'];
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: Object.fromEntries(passing.map((name) => [name, String(headers[name] ?? '')])),
    body,
  });
  return { status: response.status, body: await response.text() };
}

const itemSchema = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => typeof value === 'object'),
);
const keySchema = itemSchema.transform(({ pk, sk }): Item => ({ ...(pk && { pk }), ...(sk && { sk }) }));
const keyed = z
  .object({ TableName: z.string(), Key: keySchema })
  .transform(({ TableName, Key }) => [TableName, Key] as const);
const put = z
  .object({ TableName: z.string(), Item: keySchema })
  .transform(({ TableName, Item }) => [TableName, Item] as const);
const transactionSchema = z.object({
  TransactItems: z.array(
    z.object({ Put: put.optional(), Update: keyed.optional(), ConditionCheck: keyed.optional() }),
  ),
});

interface Touched {
  readonly table: string;
  readonly key: Item;
  readonly transacted: boolean;
}

/** The rows that a request writes or checks. Throws on an operation that our functions do not use. */
function touchedBy(operation: string, text: string): Touched[] {
  switch (operation) {
    case 'TransactWriteItems':
      return transactionSchema.parse(JSON.parse(text)).TransactItems.map((each) => {
        const [table, key] = each.Put ?? each.Update ?? each.ConditionCheck ?? [];
        if (!table || !key) throw new Error('a transaction with something else in it');
        return { table, key, transacted: true };
      });
    case 'UpdateItem': {
      const [table, key] = keyed.parse(JSON.parse(text));
      return [{ table, key, transacted: false }];
    }
    default:
      return [];
  }
}

const KILOBYTE = 1024;
const unitsOf = (bytes: number, size: number): number => Math.max(1, Math.ceil(bytes / size));

function unitsWritten(old: Item, now: Item, transacted: boolean): number {
  const base = unitsOf(Math.max(itemSize(old), itemSize(now)), KILOBYTE) * (transacted ? 2 : 1);
  const unchanged = JSON.stringify(sorted(old)) === JSON.stringify(sorted(now));
  if (unchanged) return base;
  return TABLE.indexes.reduce((total, index) => total + unitsOfEntry(old, now, index), base);
}

/** An index that holds whole rows: an entry that moves is taken out and put in again, one that stays is written once. */
function unitsOfEntry(old: Item, now: Item, index: (typeof TABLE.indexes)[number]): number {
  const placeIn = (item: Item) => {
    const [partition, sort] = [item[index.partitionKey]?.S, item[index.sortKey]?.S];
    return partition === undefined || sort === undefined ? undefined : `${partition}\n${sort}`;
  };
  const [from, to] = [placeIn(old), placeIn(now)];
  const gone = from === undefined ? 0 : unitsOf(itemSize(old), KILOBYTE);
  const there = to === undefined ? 0 : unitsOf(itemSize(now), KILOBYTE);
  return from === to ? Math.max(gone, there) : gone + there;
}

const readSchema = z.object({ ConsistentRead: z.boolean().optional() });
const foundSchema = z.object({ Item: itemSchema.optional(), Items: z.array(itemSchema).optional() });

function unitsRead(text: string, body: string): number {
  const { ConsistentRead } = readSchema.parse(JSON.parse(text));
  const { Item, Items = [] } = foundSchema.parse(JSON.parse(body));
  const bytes = [...(Item ? [Item] : []), ...Items].reduce((total, item) => total + itemSize(item), 0);
  return unitsOf(bytes, 4 * KILOBYTE) * (ConsistentRead ? 1 : 0.5);
}

const sorted = (item: Item): [string, AttributeValue][] =>
  Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1));
