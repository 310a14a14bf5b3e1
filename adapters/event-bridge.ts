import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { detailOf, type EventRow } from '../workflows/events.ts';
import { EVENT_SOURCE, type REPUBLISHED_SOURCE } from '../workflows/wiring.ts';

/** PutEvents takes ten at a time. */
const MOST_ENTRIES = 10;

/**
 * Puts events on the bus, and answers with those that the bus took: PutEvents can fail in part. Throws where a
 * whole call failed.
 */
export async function putEvents(
  client: EventBridgeClient,
  busName: string,
  rows: readonly EventRow[],
  source: typeof EVENT_SOURCE | typeof REPUBLISHED_SOURCE = EVENT_SOURCE,
): Promise<EventRow[]> {
  const taken: EventRow[] = [];
  for (let from = 0; from < rows.length; from += MOST_ENTRIES) {
    const batch = rows.slice(from, from + MOST_ENTRIES);
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: batch.map((row) => ({
          EventBusName: busName,
          Source: source,
          DetailType: row.eventType,
          Detail: JSON.stringify(detailOf(row)),
          Time: new Date(row.occurredAt),
        })),
      }),
    );
    taken.push(...batch.filter((_, index) => Entries[index]?.EventId !== undefined));
  }
  return taken;
}

/** The client; its endpoint comes from AWS_ENDPOINT_URL_EVENTBRIDGE where there is one. */
export const openEventBridge = (config: EventBridgeClientConfig = {}): EventBridgeClient =>
  new EventBridgeClient(config);
