import type { AcademicYear } from '../../core/academic-year.ts';
import type { HubCode, WorkGroupId } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import type { Session } from '../../core/session.ts';
import type { WorkGroup } from '../../core/work-group.ts';
import { keyOf, yearPrefix } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import { rowOf } from './rows.ts';
import { getItems, type Table } from './table.ts';

export const readWorkGroup = (table: Table, id: WorkGroupId): Promise<WorkGroup | undefined> =>
  readRow(table, 'work-group', keyOf.workGroup(id));

export interface WorkGroupQuery {
  readonly hub?: HubCode | undefined;
  readonly academicYear?: AcademicYear | undefined;
  /** This year and all later ones; instead of `academicYear`. */
  readonly since?: AcademicYear | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export function listWorkGroups(table: Table, query: WorkGroupQuery): Promise<Page<WorkGroup>> {
  const { hub, academicYear, since, cursor, limit } = query;
  return listRows(table, 'work-group', {
    hub,
    beginsWith: academicYear && yearPrefix(academicYear),
    from: since && yearPrefix(since),
    cursor,
    limit,
  });
}

/** All sessions of a Work Group, by the day on which they were held. */
export async function sessionsOf(table: Table, id: WorkGroupId): Promise<Session[]> {
  const items = await getItems(table, keyOf.workGroup(id).pk, 'SESSION#');
  return items.map((item) => rowOf('session', item));
}
