import type { Instant } from '../../core/instant.ts';
import type { EventRow } from '../../workflows/events.ts';

export interface RetellFundingDeps {
  readonly readFeed: (
    after: number,
    limit: number,
  ) => Promise<
    readonly { readonly sequence: number; readonly occurredAt: Instant; readonly eventId: string }[]
  >;
  readonly readEvent: (eventId: string) => Promise<EventRow | undefined>;
  /** Puts events on the bus for finance alone, and answers with those that the bus took. */
  readonly putEvents: (rows: readonly EventRow[]) => Promise<EventRow[]>;
}

/** The bus did not take all of it. What it took is in finance's queue: telling all of it again does no harm. */
export class NotAllRetold extends Error {
  override readonly name = 'NotAllRetold';
}

const PAGE = 1000;

/**
 * Tells finance again what happened from `since` on and before `to`, in the feed's order, the very events of then:
 * whoever has taken one already knows it by its eventId. Answers with how many there were. Throws NotAllRetold.
 */
export async function retellFunding(
  { since, to }: { readonly since: Instant; readonly to: Instant },
  deps: RetellFundingDeps,
): Promise<number> {
  let retold = 0;
  let after = 0;
  for (;;) {
    const page = await deps.readFeed(after, PAGE);
    const last = page.at(-1);
    if (!last) return retold;
    const rows: EventRow[] = [];
    for (const { eventId, occurredAt } of page) {
      if (occurredAt < since || occurredAt >= to) continue;
      const row = await deps.readEvent(eventId);
      if (!row) throw new Error(`${eventId} is in the feed and not in the table`);
      rows.push(row);
    }
    const taken = await deps.putEvents(rows);
    if (taken.length < rows.length) {
      throw new NotAllRetold(`the bus took ${retold + taken.length}, then refused some`);
    }
    retold += rows.length;
    after = last.sequence;
  }
}
