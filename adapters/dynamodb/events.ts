import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { instantSchema, type LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { type Cursor, CursorInvalid, type Page } from '../../core/page.ts';
import type { EventRow } from '../../workflows/events.ts';
import {
  EVENT_SHARDS,
  eventDayPartition,
  eventsOf,
  keyOf,
  keyOfEvent,
  outboxPartition,
  partitionOf,
  placeInDay,
} from './keys.ts';
import { eventOf } from './rows.ts';
import { getItem, getItems, queryIndex, type Table, whileAvailable } from './table.ts';

/** The events of a subject, first to last. */
export async function timelineOf(table: Table, subject: string): Promise<EventRow[]> {
  const items = await getItems(table, partitionOf(subject), eventsOf(subject));
  return items.map(eventOf);
}

export interface EventQuery {
  /** The London day on which it happened. */
  readonly day: LondonDate;
  readonly keep: (row: EventRow) => boolean;
  readonly cursor?: Cursor | undefined;
  readonly limit: number;
}

/**
 * One page of a day's events, the newest first. The day is read shard by shard and filtered here: on a usual day a few
 * hundred rows, on 1 September some thousands. Through an index: what happened a moment ago may still be missing.
 */
export async function listEvents(table: Table, query: EventQuery): Promise<Page<EventRow>> {
  const { day, keep, cursor, limit } = query;
  const before = cursor === undefined ? undefined : placeOf(cursor, day);
  const shards = EVENT_SHARDS.map((shard) =>
    queryIndex(table, {
      index: 'by-kind',
      partition: eventDayPartition(day, shard),
      before,
      descending: true,
      pick(item) {
        const row = eventOf(item);
        return keep(row) ? row : undefined;
      },
      limit: limit + 1,
    }),
  );
  const found = (await Promise.all(shards))
    .flatMap((page) => page.items)
    .sort((one, other) => (placeInDay(one) < placeInDay(other) ? 1 : -1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last ? { items, cursor: cursorAt(last) } : { items };
}

const cursorAt = (row: EventRow): Cursor => Buffer.from(placeInDay(row)).toString('base64url');

/** The place that a cursor stands for: one of this very day. */
function placeOf(cursor: Cursor, day: LondonDate): string {
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  const at = instantSchema.safeParse(place.slice(0, place.indexOf('#')));
  if (!at.success || londonDateOf(at.data) !== day) throw new CursorInvalid('no place in this day');
  return place;
}

/** An event by its id; undefined where it was never written. */
export async function readEvent(table: Table, eventId: string): Promise<EventRow | undefined> {
  const item = await getItem(table, keyOfEvent(eventId));
  return item && eventOf(item);
}

/** Events that still bear their outbox marker, the oldest of each shard first. */
export async function unpublishedEvents(table: Table, limit: number): Promise<EventRow[]> {
  const shards = EVENT_SHARDS.map((shard) =>
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
