import type { AcademicYear } from '../../core/academic-year.ts';
import type { HubCode, WorkGroupId } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import type { WorkGroup } from '../../core/work-group.ts';
import { keyOf, yearPrefix } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readWorkGroup = (table: Table, id: WorkGroupId): Promise<WorkGroup | undefined> =>
  readRow(table, 'work-group', keyOf.workGroup(id));

export interface WorkGroupQuery {
  readonly hub?: HubCode | undefined;
  readonly academicYear?: AcademicYear | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export function listWorkGroups(table: Table, query: WorkGroupQuery): Promise<Page<WorkGroup>> {
  const { hub, academicYear, cursor, limit } = query;
  return listRows(table, 'work-group', {
    hub,
    beginsWith: academicYear && yearPrefix(academicYear),
    cursor,
    limit,
  });
}
