import type { HubCode, SpecialistId } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import type { Specialist } from '../../core/specialist.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readSpecialist = (table: Table, id: SpecialistId): Promise<Specialist | undefined> =>
  readRow(table, 'specialist', keyOf.specialist(id));

export interface SpecialistQuery {
  readonly hub?: HubCode | undefined;
  readonly accredited?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export function listSpecialists(table: Table, query: SpecialistQuery): Promise<Page<Specialist>> {
  const { hub, accredited, cursor, limit } = query;
  return listRows(table, 'specialist', {
    hub,
    keep: (row) => accredited === undefined || row.accredited === accredited,
    cursor,
    limit,
  });
}
