import type { CalendarLink, CalendarLinkId } from '../../core/calendar-link.ts';
import type { HubCode } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readCalendarLink = (table: Table, id: CalendarLinkId): Promise<CalendarLink | undefined> =>
  readRow(table, 'calendar-link', keyOf.calendarLink(id));

export interface CalendarLinkQuery {
  readonly hub: HubCode;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of a hub's links, the oldest first, revoked ones too. */
export const listCalendarLinks = (table: Table, query: CalendarLinkQuery): Promise<Page<CalendarLink>> =>
  listRows(table, 'calendar-link', query);
