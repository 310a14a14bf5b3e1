import type { EventRow } from '../../workflows/events.ts';

export interface PublishDeps {
  /** Answers with those that the bus took. */
  readonly putEvents: (rows: readonly EventRow[]) => Promise<EventRow[]>;
  readonly markPublished: (row: EventRow) => Promise<void>;
}

/**
 * Puts events on the bus, then takes their markers off: in this order, so that a crash in between publishes
 * again rather than never. Answers with those that are published.
 */
export async function publish(rows: readonly EventRow[], deps: PublishDeps): Promise<EventRow[]> {
  const taken = await deps.putEvents(rows);
  await Promise.all(taken.map((row) => deps.markPublished(row)));
  return taken;
}
