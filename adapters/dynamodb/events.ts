import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { EventRow } from '../../workflows/events.ts';
import { eventsOf, keyOf, keyOfEvent, OUTBOX_SHARDS, outboxPartition, partitionOf } from './keys.ts';
import { eventOf } from './rows.ts';
import { getItem, getItems, queryIndex, type Table, whileAvailable } from './table.ts';

/** The events of a subject, first to last. */
export async function timelineOf(table: Table, subject: string): Promise<EventRow[]> {
  const items = await getItems(table, partitionOf(subject), eventsOf(subject));
  return items.map(eventOf);
}

/** An event by its id; undefined where it was never written. */
export async function readEvent(table: Table, eventId: string): Promise<EventRow | undefined> {
  const item = await getItem(table, keyOfEvent(eventId));
  return item && eventOf(item);
}

/** Events that still bear their outbox marker, the oldest of each shard first. */
export async function unpublishedEvents(table: Table, limit: number): Promise<EventRow[]> {
  const shards = OUTBOX_SHARDS.map((shard) =>
    queryIndex(table, { index: 'outbox', partition: outboxPartition(shard), pick: eventOf, limit }),
  );
  return (await Promise.all(shards)).flatMap((page) => page.items);
}

/** Takes the outbox marker off an event that the bus now has. Doing so twice changes nothing. */
export async function markPublished(table: Table, row: EventRow): Promise<void> {
  const command = new UpdateCommand({
    TableName: table.name,
    Key: keyOf.event(row.subject, row.subjectVersion, row.number),
    UpdateExpression: 'SET unpublished = :false REMOVE outboxPk, outboxSk',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':false': false },
  });
  await whileAvailable(() => table.client.send(command));
}
