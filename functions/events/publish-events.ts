import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { deps } from '../support/deps.ts';
import { publish } from '../use-cases/publish.ts';

/**
 * Consumer of the table's stream: puts new events on the bus and takes their outbox markers off. From the first
 * one that the bus did not take, the stream hands them out again; what was published twice has the same eventId.
 */
export const handler = middy(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const { readEventImage, ...rest } = deps();
  const rows = Records.map((record) => readEventImage(newImageOf(record)));
  const published = await publish(rows, rest);
  const first = rows.findIndex((row) => !published.includes(row));
  const sequence = first === -1 ? undefined : Records[first]?.dynamodb?.SequenceNumber;
  return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] };
});

function newImageOf(record: DynamoDBRecord): object {
  const image = record.dynamodb?.NewImage;
  if (!image) throw new Error('a stream record without its new image');
  return image;
}
