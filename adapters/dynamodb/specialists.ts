import type { HubCode, SpecialistId } from '../../core/codes.ts';
import type { Counter } from '../../core/counter.ts';
import type { TeacherGuard } from '../../core/guard.ts';
import type { Page } from '../../core/page.ts';
import type { Specialist } from '../../core/specialist.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readSpecialist = (table: Table, id: SpecialistId): Promise<Specialist | undefined> =>
  readRow(table, 'specialist', keyOf.specialist(id));

/** The row that one teacher leads to, by the HMAC of the teacher reference number; undefined before any application. */
export const readTeacherGuard = (table: Table, hmac: string): Promise<TeacherGuard | undefined> =>
  readRow(table, 'teacher-guard', keyOf.teacherGuard(hmac));

/** The last number given out; undefined before the first. */
export const readCounter = (table: Table, name: Counter['name']): Promise<Counter | undefined> =>
  readRow(table, 'counter', keyOf.counter(name));

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
