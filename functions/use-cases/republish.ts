import type { Instant } from '../../core/instant.ts';
import type { EventRow } from '../../workflows/events.ts';
import { type PublishDeps, publish } from './publish.ts';

export interface RepublishDeps extends PublishDeps {
  readonly unpublishedEvents: (limit: number) => Promise<EventRow[]>;
}

/** Of each shard of the outbox at a time. */
const BATCH = 100;

export interface Republished {
  /** Those that the bus took. */
  readonly published: readonly EventRow[];
  /** When the oldest event happened that the bus did not have; undefined where it had all of them. */
  readonly oldest: Instant | undefined;
}

/** Publishes every event from before this instant that the bus does not have. */
export async function republish(before: Instant, deps: RepublishDeps): Promise<Republished> {
  const rows = await deps.unpublishedEvents(BATCH);
  const late = rows.filter((row) => row.occurredAt < before);
  const published = await publish(late, deps);
  // The oldest come first: a whole batch that went out may hide more, one that did not would come back for ever.
  const more = late.length >= BATCH && published.length === late.length;
  const oldest = rows.map(({ occurredAt }) => occurredAt).sort()[0];
  if (!more) return { published, oldest };
  return { published: [...published, ...(await republish(before, deps)).published], oldest };
}
