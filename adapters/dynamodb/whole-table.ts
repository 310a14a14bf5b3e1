import { setTimeout as pause } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, paginateScan, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { isFundingEvent } from '../../workflows/events.ts';
import { eventItemOf, eventOf } from './rows.ts';
import { type Table, TableUnavailable, whileAvailable } from './table.ts';

/** The table as a whole, for backups: as DynamoDB exports it, a line of JSON for each item. */

/** A line of an export is not an item. */
export class ExportUnreadable extends Error {
  override readonly name = 'ExportUnreadable';
}

/** Whether there is nothing in the table. */
export async function isEmpty(table: Table): Promise<boolean> {
  const first = new ScanCommand({ TableName: table.name, Limit: 1, ConsistentRead: true });
  const { Items = [] } = await whileAvailable(() => table.client.send(first));
  return Items.length === 0;
}

/** Every item, as a line of an export in the format DYNAMODB_JSON. */
export async function* exportedLines(table: Table): AsyncGenerator<string> {
  const whole = { TableName: table.name, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: table.client }, whole)) {
    for (const item of Items) yield JSON.stringify({ Item: marshall(item) });
  }
}

const LINE = z.object({
  Item: z.custom<Record<string, AttributeValue>>((item) => z.looseObject({}).safeParse(item).success),
});

/** What a batch of BatchWriteItem takes. */
const BATCH = 25;
const TRIES = 10;

/**
 * Puts the items of an export, and answers with how many there were. An event of money that had left for finance's feed
 * and not arrived gets its outbox marker again: the message that carried it is lost.
 * Throws ExportUnreadable, TableUnavailable.
 */
export async function loadLines(table: Table, lines: AsyncIterable<string>): Promise<number> {
  let loaded = 0;
  let batch: Record<string, unknown>[] = [];
  for await (const line of lines) {
    if (line.trim() === '') continue;
    batch.push(sentAgain(itemIn(line)));
    if (batch.length === BATCH) {
      await putAll(table, batch);
      loaded += batch.length;
      batch = [];
    }
  }
  if (batch.length > 0) await putAll(table, batch);
  return loaded + batch.length;
}

function itemIn(line: string): Record<string, unknown> {
  try {
    return unmarshall(LINE.parse(JSON.parse(line)).Item);
  } catch (error) {
    // The line itself may hold people.
    throw new ExportUnreadable('a line that is no item of an export', { cause: error });
  }
}

function sentAgain(item: Record<string, unknown>): Record<string, unknown> {
  if (item['type'] !== 'event') return item;
  const event = eventOf(item);
  const lost = isFundingEvent(event.eventType) && event.feedSequence === undefined;
  return lost ? eventItemOf({ ...event, unpublished: true }) : item;
}

async function putAll(table: Table, items: readonly Record<string, unknown>[]): Promise<void> {
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > TRIES) throw new TableUnavailable(`${left.length} items were not taken`);
    if (attempt > 1) await pause(Math.random() * 20 * 2 ** attempt);
    const command = new BatchWriteCommand({ RequestItems: { [table.name]: left } });
    const { UnprocessedItems = {} } = await whileAvailable(() => table.client.send(command));
    left = (UnprocessedItems[table.name] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item ? [{ PutRequest: { Item: PutRequest.Item } }] : [],
    );
  }
}
