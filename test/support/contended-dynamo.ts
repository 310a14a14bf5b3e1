import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startDynamoEngine } from '../../local/dynamodb/engine-process.ts';
import { textOf } from '../../local/http/exchange.ts';
import { close, listen } from '../../local/http/listen.ts';

/** How much goes wrong, in shares of one. */
export interface Disturbance {
  /** Transactions that meet another one in flight. */
  readonly conflicts: number;
  /** Calls that are throttled. */
  readonly throttles: number;
  /** So many of the last rows written are not in any index yet. */
  readonly lag: number;
  readonly seed: number;
}

/** What has gone wrong so far. */
export interface Disturbed {
  conflicts: number;
  throttles: number;
  /** Rows left out of the answer of an index that had not seen them yet. */
  missed: number;
  /** Events that the outbox still showed after their marker had been taken off. */
  lingering: number;
}

export interface ContendedDynamo {
  readonly endpoint: string;
  readonly disturbed: Readonly<Disturbed>;
  /** From now on so much goes wrong; nothing does until this is called, and nothing does again without a disturbance. */
  disturb(disturbance: Disturbance | undefined): void;
  stop(): Promise<void>;
}

/** So many answers of indexes are behind on a row; then they have caught up with it, though nothing else is written. */
const ANSWERS_BEHIND = 2;

/**
 * A real engine behind a proxy that answers as a busy table does: transactions meet others, calls are throttled,
 * indexes lag behind what was written last. What happens to a request follows from the seed, from its text and
 * from how often it has come, not from when: the lag is counted in writes.
 */
export async function startContendedDynamo(): Promise<ContendedDynamo> {
  const folder = mkdtempSync(join(tmpdir(), 'contended-'));
  const engine = await startDynamoEngine({ memory: true, logFile: join(folder, 'dynamodb.log') });
  const disturbed: Disturbed = { conflicts: 0, throttles: 0, missed: 0, lingering: 0 };
  let disturbance: Disturbance | undefined;
  /** How often each request has come. */
  const times = new Map<string, number>();
  /** The rows written last, the latest at the end, and how often each was missed since. */
  const recent = new Map<string, number>();
  /** Events as they were put, marker and all, and those whose marker was taken off last, with how often they were shown since. */
  const marked = new Map<string, Item>();
  const left = new Map<string, { readonly item: Item; shown: number }>();

  const agent = new Agent({ keepAlive: true });

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': JSON_1_0 }).end(JSON.stringify({ message: String(error) }));
    });
  });
  const endpoint = await listen(server, 0);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.slice(target.indexOf('.') + 1);
    const text = await textOf(request);
    const refusal = refusalOf(operation, text);
    if (refusal) return reply(response, 400, refusal);
    const passed = await passOn(request, text);
    const { body } = passed;
    if (passed.ok) for (const [key, item] of rowsWritten(operation, text)) remember(key, item);
    reply(response, passed.status, passed.ok && operation === 'Query' ? lagging(text, body) : body);
  }

  function passOn({ headers }: IncomingMessage, text: string): Promise<Passed> {
    return new Promise((resolve, reject) => {
      const { host, ...rest } = headers;
      const onward = sendRequest(engine.endpoint, { method: 'POST', headers: rest, agent }, (response) => {
        const { statusCode: status = 500 } = response;
        textOf(response).then((body) => resolve({ status, ok: status === 200, body }), reject);
      });
      onward.once('error', reject).end(text);
    });
  }

  /** What AWS would refuse this request with, where it does. */
  function refusalOf(operation: string, text: string): string | undefined {
    if (!disturbance || !TABLE_OPERATIONS.includes(operation)) return undefined;
    const asked = digestOf(operation + text.replace(/"ClientRequestToken":"[^"]*"/, ''));
    const time = (times.get(asked) ?? 0) + 1;
    times.set(asked, time);
    const lot = lotOf(`${disturbance.seed} ${asked} ${time}`);
    const { conflicts, throttles } = disturbance;
    if (lot < throttles) {
      disturbed.throttles += 1;
      return errorOf('dynamodb', 'ProvisionedThroughputExceededException', { message: 'Rate exceeded' });
    }
    if (operation !== 'TransactWriteItems' || lot >= throttles + conflicts) return undefined;
    disturbed.conflicts += 1;
    const { length } = transactionSchema.parse(JSON.parse(text)).TransactItems;
    const reasons = Array.from({ length }, (_, index) =>
      index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : NONE,
    );
    return errorOf('dynamodb', 'TransactionCanceledException', {
      Message: `Transaction cancelled [${reasons.map(({ Code }) => Code).join(', ')}]`,
      CancellationReasons: reasons,
    });
  }

  function remember(key: string, item: Item | undefined): void {
    const lag = disturbance?.lag ?? 0;
    recent.delete(key);
    recent.set(key, 0);
    shorten(recent, lag);
    const before = marked.get(key);
    if (item?.outboxPk) marked.set(key, item);
    else if (before) {
      marked.delete(key);
      left.set(key, { item: before, shown: 0 });
      shorten(left, lag);
    }
  }

  /** The answer of an index as it was before the last writes: what it has not seen yet is not there. */
  function lagging(text: string, body: string): string {
    const { IndexName, ExpressionAttributeValues: values } = querySchema.parse(JSON.parse(text));
    if (!disturbance || IndexName === undefined) return body;
    const page = pageSchema.parse(JSON.parse(body));
    const seen = page.Items.filter((item) => {
      const key = keyOf(item);
      const misses = recent.get(key);
      if (misses === undefined || misses === ANSWERS_BEHIND) return true;
      recent.set(key, misses + 1);
      disturbed.missed += 1;
      return false;
    });
    const partition = values[':partition']?.S;
    const lingering = [...left.values()].filter(
      ({ item, shown }) => shown < ANSWERS_BEHIND && item.outboxPk?.S === partition,
    );
    for (const each of lingering) each.shown += 1;
    disturbed.lingering += lingering.length;
    const items = [...lingering.map(({ item }) => item), ...seen];
    return JSON.stringify({ ...page, Items: items, Count: items.length });
  }

  return {
    endpoint,
    disturbed,
    disturb(next) {
      disturbance = next;
      times.clear();
      recent.clear();
      marked.clear();
      left.clear();
    },
    async stop() {
      await close(server);
      agent.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Passed {
  readonly status: number;
  readonly ok: boolean;
  readonly body: string;
}

const JSON_1_0 = 'application/x-amz-json-1.0';
const TABLE_OPERATIONS: readonly string[] = ['GetItem', 'Query', 'UpdateItem', 'TransactWriteItems'];
const NONE = { Code: 'None', Message: undefined };

const textSchema = z.object({ S: z.string() });
const itemSchema = z.looseObject({ pk: textSchema, sk: textSchema, outboxPk: textSchema.optional() });
type Item = z.infer<typeof itemSchema>;
const transactionSchema = z.object({
  TransactItems: z.array(z.object({ Put: z.object({ Item: itemSchema }).optional() })),
});
const updateSchema = z.object({ Key: itemSchema });
const querySchema = z.object({
  IndexName: z.string().optional(),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({ S: z.string().optional() })),
});
const pageSchema = z.looseObject({ Items: z.array(itemSchema) });

const keyOf = ({ pk, sk }: Item): string => `${pk.S} / ${sk.S}`;

/** The rows that a request has written: their keys, and how they were put. */
function rowsWritten(operation: string, text: string): [key: string, item: Item | undefined][] {
  switch (operation) {
    case 'TransactWriteItems': {
      const { TransactItems } = transactionSchema.parse(JSON.parse(text));
      return TransactItems.flatMap(({ Put }) => (Put ? [[keyOf(Put.Item), Put.Item]] : []));
    }
    case 'UpdateItem':
      return [[keyOf(updateSchema.parse(JSON.parse(text)).Key), undefined]];
    default:
      return [];
  }
}

/** Keeps the last entries only. */
function shorten(entries: Map<string, unknown>, most: number): void {
  for (const oldest of entries.keys()) {
    if (entries.size <= most) return;
    entries.delete(oldest);
  }
}

function errorOf(service: string, name: string, said: object): string {
  return JSON.stringify({ __type: `com.amazonaws.${service}.v20120810#${name}`, ...said });
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A number from 0 to 1 that follows from the text. */
const lotOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

function reply(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': JSON_1_0, 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}
