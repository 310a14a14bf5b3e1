import { type Ask, type AskId, type AskKind, type AskStatus, askStatusAt } from '../../core/ask.ts';
import type { HubCode } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Page } from '../../core/page.ts';
import { keyOf } from './keys.ts';
import { allRows, listRows, readRow } from './read-row.ts';
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

/** Every ask that nobody has answered, of one hub or of all, the earliest to close first: open, upcoming or unsettled. */
export const unansweredAsks = (table: Table, hub?: HubCode): Promise<Ask[]> =>
  allRows(table, 'ask', { hub, beginsWith: 'open#' });

/**
 * Every answered ask whose window closed after this instant, or is still to close: what may have been answered since,
 * in time. Not one of earlier years.
 */
export const asksAnsweredSince = (table: Table, since: Instant): Promise<Ask[]> =>
  allRows(table, 'ask', { from: `answered#${since}`, until: 'answered#~' });

/** Every ask whose window closed by this instant and which nothing has settled: a handful, while workflows run. */
export const asksUnsettledAt = (table: Table, closed: Instant): Promise<Ask[]> =>
  allRows(table, 'ask', { from: 'open#', until: `open#${closed}#~` });

/** Every settled ask that expired after one instant and up to another, at most a few days later. */
export async function asksExpired(table: Table, after: Instant, until: Instant): Promise<Ask[]> {
  // Sort keys begin with the closing day in UTC: a day each, and no ask that expired in earlier years.
  const days = daysOf(after, until).map((day) =>
    allRows(table, 'ask', {
      beginsWith: `expired#${day}`,
      keep: ({ closesAt }) => after < closesAt && closesAt <= until,
    }),
  );
  return (await Promise.all(days)).flat();
}

/** The days in UTC that two instants and all between them fall on. */
function daysOf(from: Instant, until: Instant): string[] {
  const days: string[] = [];
  for (let day = Date.parse(from.slice(0, 10)); day <= Date.parse(until); day += 86_400_000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
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
