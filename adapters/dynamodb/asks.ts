import { type Ask, type AskId, type AskKind, type AskStatus, askStatusAt } from '../../core/ask.ts';
import type { HubCode } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Page } from '../../core/page.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readAsk = (table: Table, id: AskId): Promise<Ask | undefined> =>
  readRow(table, 'ask', keyOf.ask(id));

export interface AskQuery {
  readonly hub?: HubCode | undefined;
  readonly kind?: AskKind | undefined;
  readonly status?: AskStatus | undefined;
  readonly now: Instant;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of asks, the earliest to close first. The status is that at `now`, not the one stored. */
export function listAsks(table: Table, query: AskQuery): Promise<Page<Ask>> {
  const { hub, kind, status, now, cursor, limit } = query;
  return listRows(table, 'ask', {
    hub,
    beginsWith: status && storedPrefixOf(status),
    keep: (row) => (!kind || row.kind === kind) && (!status || askStatusAt(row, now) === status),
    cursor,
    limit,
  });
}

/** Upcoming and open are both stored as open; an expired one may still be stored as open until it is settled. */
function storedPrefixOf(status: AskStatus): string | undefined {
  switch (status) {
    case 'upcoming':
    case 'open':
      return 'open#';
    case 'answered':
    case 'cancelled':
      return `${status}#`;
    case 'expired':
      return undefined;
  }
}
