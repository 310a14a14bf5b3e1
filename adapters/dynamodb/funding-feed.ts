import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { instantSchema } from '../../core/instant.ts';
import { eventTypeSchema } from '../../workflows/events.ts';
import { keyOf, keyOfEvent } from './keys.ts';
import { getItem, type Table, whileAvailable } from './table.ts';

/** Finance's feed: 1, 2, 3 … without gap, because the counter and the entry are one transaction. */

export const feedEntrySchema = z.strictObject({
  sequence: z.int().positive(),
  type: eventTypeSchema,
  occurredAt: instantSchema,
  hub: hubCodeSchema,
  data: z.record(z.string(), z.unknown()),
  eventId: z.string(),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

/** The event that is to get a place in the feed. */
export type FeedCandidate = Omit<FeedEntry, 'sequence'>;

/** The bus carried an event that was never written: a defect, or somebody else's. */
export class FundingEventUnknown extends Error {
  override readonly name = 'FundingEventUnknown';
}

const counterSchema = z.looseObject({ last: z.int().nonnegative() });

/**
 * Gives the event the next place, unless it has one. One transaction advances the counter, puts the entry and
 * stamps the sequence on the event, so that a second delivery finds the stamp. Loops while others append.
 * Throws FundingEventUnknown for an event that the table does not hold.
 */
export async function appendToFeed(table: Table, candidate: FeedCandidate): Promise<'appended' | 'present'> {
  for (;;) {
    const last = await lastInFeed(table);
    const command = new TransactWriteCommand({ TransactItems: writesOf(table, candidate, last) });
    try {
      await whileAvailable(() => table.client.send(command));
      return 'appended';
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [counterReason, , eventReason] = error.CancellationReasons ?? [];
      if (eventReason?.Code === 'ConditionalCheckFailed') return presentOrUnknown(table, candidate);
      const moved = [counterReason, eventReason].some((each) => RETRIED.includes(each?.Code ?? ''));
      if (!moved) throw error;
    }
  }
}

/** The event has its place already, or is none of ours: lost silently, it would be a gap that nobody sees. */
async function presentOrUnknown(table: Table, { eventId }: FeedCandidate): Promise<'present'> {
  if (await getItem(table, keyOfEvent(eventId))) return 'present';
  throw new FundingEventUnknown(`${eventId} is not in the table`);
}

const RETRIED: readonly string[] = ['ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError'];

function writesOf(table: Table, candidate: FeedCandidate, last: number) {
  const sequence = last + 1;
  const entry: FeedEntry = { sequence, ...candidate };
  return [
    {
      Put: {
        TableName: table.name,
        Item: { ...keyOf.feedCounter(), last: sequence },
        ConditionExpression: last === 0 ? 'attribute_not_exists(pk)' : '#last = :last',
        ...(last === 0
          ? {}
          : { ExpressionAttributeNames: { '#last': 'last' }, ExpressionAttributeValues: { ':last': last } }),
      },
    },
    {
      Put: {
        TableName: table.name,
        Item: { ...keyOf.feedEntry(sequence), ...entry },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName: table.name,
        Key: keyOfEvent(candidate.eventId),
        UpdateExpression: 'SET feedSequence = :sequence',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(feedSequence)',
        ExpressionAttributeValues: { ':sequence': sequence },
      },
    },
  ];
}

/** The number of the latest entry, strongly consistent; 0 where there is none. */
export async function lastInFeed(table: Table): Promise<number> {
  const counter = await getItem(table, keyOf.feedCounter());
  return counter ? counterSchema.parse(counter).last : 0;
}

/** The entries after a sequence number, at most `limit` of them, strongly consistent. */
export async function readFeed(table: Table, after: number, limit: number): Promise<FeedEntry[]> {
  const command = new QueryCommand({
    TableName: table.name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':pk': keyOf.feedEntry(1).pk,
      ':from': keyOf.feedEntry(after + 1).sk,
      ':to': keyOf.feedEntry(after + limit).sk,
    },
  });
  const { Items = [] } = await whileAvailable(() => table.client.send(command));
  return Items.map(({ pk, sk, ...entry }) => feedEntrySchema.parse(entry));
}
