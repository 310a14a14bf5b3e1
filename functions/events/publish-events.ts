import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Instant } from '../../core/instant.ts';
import type { EventRow } from '../../workflows/events.ts';
import { type MetricName, metricOf } from '../../workflows/metrics.ts';
import { busDeps } from '../support/bus-deps.ts';
import { deps } from '../support/deps.ts';
import { log } from '../support/log.ts';
import { publish } from '../use-cases/publish.ts';

/**
 * Consumer of the table's stream: puts new events on the bus and takes their outbox markers off. From the first
 * one that the bus did not take, the stream hands them out again; what was published twice has the same eventId.
 */
export const handler = middy(async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const { readEventImage, ...rest } = deps();
  const rows = Records.map((record) => readEventImage(newImageOf(record)));
  const published = await publish(rows, { ...rest, ...busDeps() });
  count(published);
  const first = rows.findIndex((row) => !published.includes(row));
  const sequence = first === -1 ? undefined : Records[first]?.dynamodb?.SequenceNumber;
  return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] };
});

/** For the dashboards: how many of each kind that people follow. */
function count(published: readonly EventRow[]): void {
  const counts = new Map<MetricName, { readonly count: number; readonly at: Instant }>();
  for (const { eventType, occurredAt: at } of published) {
    const metric = metricOf(eventType);
    if (metric) counts.set(metric, { count: (counts.get(metric)?.count ?? 0) + 1, at });
  }
  for (const [metric, { count, at }] of counts) log.metric(metric, count, at);
}

function newImageOf(record: DynamoDBRecord): object {
  const image = record.dynamodb?.NewImage;
  if (!image) throw new Error('a stream record without its new image');
  return image;
}
