import { createHash } from 'node:crypto';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Cursor, CursorInvalid, type Page } from '../../core/page.ts';
import { TABLE } from '../../workflows/wiring.ts';
import type { BaseKey } from './keys.ts';

/** The table could not be reached or would not answer: worth another try, and the word that the ASL retries on. */
export class TableUnavailable extends Error {
  override readonly name = 'TableUnavailable';
}

/** A stored row is not what its schema says: a defect, never retried. */
export class RowUnreadable extends Error {
  override readonly name = 'RowUnreadable';
}

export interface Table {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

type Item = Record<string, unknown>;

/** Opens the table. The endpoint comes from AWS_ENDPOINT_URL_DYNAMODB where there is one. */
export function openTable(name: string, config: DynamoDBClientConfig = {}): Table {
  const marshallOptions = { removeUndefinedValues: true };
  const client = new DynamoDBClient(config);
  // The SDK copies every request and answer whole for its own log, even where nobody keeps one.
  client.middlewareStack.remove('loggerMiddleware');
  return { name, client: DynamoDBDocumentClient.from(client, { marshallOptions }) };
}

/** Runs a call, and names what may pass by itself: throttling, server faults, lost connections. */
export async function whileAvailable<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw isTransient(error) ? new TableUnavailable('the table did not answer', { cause: error }) : error;
  }
}

const TRANSIENT_NAMES: readonly string[] = [
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'InternalServerError',
  'TransactionInProgressException',
  'TimeoutError',
];

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TRANSIENT_NAMES.includes(error.name)) return true;
  if ('$fault' in error && error.$fault === 'server') return true;
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}

/** One item by its base key, strongly consistent; undefined where there is none. */
export async function getItem(table: Table, key: BaseKey): Promise<Item | undefined> {
  const command = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true });
  const { Item } = await whileAvailable(() => table.client.send(command));
  return Item;
}

/** All items of a base partition whose sort key begins so, in its order, strongly consistent, every page. */
export async function getItems(table: Table, pk: string, beginsWith: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': beginsWith },
      ExclusiveStartKey: start,
    });
    const page = await whileAvailable(() => table.client.send(command));
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

export interface IndexQuery<Entry> {
  readonly index: (typeof TABLE.indexes)[number]['name'];
  readonly partition: string;
  readonly beginsWith?: string;
  /** From this sort key on; instead of `beginsWith`. */
  readonly from?: string;
  /** Up to this sort key; with `from`. */
  readonly until?: string;
  /** Only what sorts before this; instead of all others. */
  readonly before?: string | undefined;
  /** The entry, or undefined where the list leaves it out. */
  readonly pick: (item: Item) => Entry | undefined;
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
  /** From the greatest sort key down. */
  readonly descending?: true;
}

const placeSchema = z.string().min(1);
const cursorSchema = z.strictObject({ list: z.string(), pk: placeSchema, sk: placeSchema, at: placeSchema });

/** One page of an index: filtered here rather than by DynamoDB, so that a page is full unless it is the last. */
export async function queryIndex<Entry>(table: Table, query: IndexQuery<Entry>): Promise<Page<Entry>> {
  const index = TABLE.indexes.find((each) => each.name === query.index);
  if (!index) throw new Error(`no index ${query.index}`);
  const { partitionKey, sortKey } = index;
  const sort = query.beginsWith ?? query.from ?? query.before;
  const { until } = query;
  const items: Entry[] = [];
  let lastCursor: Cursor = '';
  let start = query.cursor === undefined ? undefined : startKeyOf(query.cursor);
  do {
    const command = new QueryCommand({
      TableName: table.name,
      IndexName: index.name,
      KeyConditionExpression: `#partition = :partition${sortConditionOf(query)}`,
      ExpressionAttributeNames: { '#partition': partitionKey, ...(sort ? { '#sort': sortKey } : {}) },
      ExpressionAttributeValues: {
        ':partition': query.partition,
        ...(sort ? { ':sort': sort } : {}),
        ...(until ? { ':until': until } : {}),
      },
      ExclusiveStartKey: start,
      ScanIndexForward: !query.descending,
    });
    const page = await whileAvailable(() => table.client.send(command)).catch(asCursorInvalid);
    for (const item of page.Items ?? []) {
      const entry = query.pick(item);
      if (entry === undefined) continue;
      // One more than asked for has been found: the page before it is full, and there is a next one.
      if (items.length === query.limit) return { items, cursor: lastCursor };
      items.push(entry);
      lastCursor = cursorOf(item);
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return { items };

  /** Our own query is valid: where it is not, a cursor that somebody wrote by hand made it so. */
  function asCursorInvalid(error: unknown): never {
    const forged =
      query.cursor !== undefined && error instanceof Error && error.name === 'ValidationException';
    throw forged ? new CursorInvalid('no place in this list', { cause: error }) : error;
  }

  function startKeyOf(cursor: Cursor): Item {
    const place = parseCursor(cursor);
    if (place.list !== listOf(query)) throw new CursorInvalid('the cursor of another list');
    return { pk: place.pk, sk: place.sk, [partitionKey]: query.partition, [sortKey]: place.at };
  }
  function cursorOf(item: Item): Cursor {
    const place = { list: listOf(query), pk: item['pk'], sk: item['sk'], at: item[sortKey] };
    return Buffer.from(JSON.stringify(place)).toString('base64url');
  }
}

function sortConditionOf({ beginsWith, from, until, before }: IndexQuery<unknown>): string {
  if (beginsWith) return ' AND begins_with(#sort, :sort)';
  if (before) return ' AND #sort < :sort';
  if (!from) return '';
  return until ? ' AND #sort BETWEEN :sort AND :until' : ' AND #sort >= :sort';
}

/** Tells lists apart without saying whose they are. */
function listOf({ index, partition, beginsWith = '' }: IndexQuery<unknown>): string {
  return createHash('sha256').update(`${index}\n${partition}\n${beginsWith}`).digest('hex').slice(0, 12);
}

function parseCursor(cursor: Cursor): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new CursorInvalid('not a cursor of ours', { cause: error });
  }
}
