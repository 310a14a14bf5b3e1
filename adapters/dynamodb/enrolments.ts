import type { AcademicYear } from '../../core/academic-year.ts';
import type { EnrolmentId, HubCode, Urn } from '../../core/codes.ts';
import type { Enrolment, RefusedAttempt } from '../../core/enrolment.ts';
import type { Hub } from '../../core/hub.ts';
import type { Page } from '../../core/page.ts';
import type { RowOf } from '../../workflows/change.ts';
import { keyOf } from './keys.ts';
import { allRows, listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

/** Enrolments, and the rows that guard and judge one. */

export const readEnrolment = (table: Table, id: EnrolmentId): Promise<Enrolment | undefined> =>
  readRow(table, 'enrolment', keyOf.enrolment(id));

export const readRefusedAttempt = (table: Table, id: EnrolmentId): Promise<RefusedAttempt | undefined> =>
  readRow(table, 'refused-attempt', keyOf.refusedAttempt(id));

export interface RefusedAttemptQuery {
  readonly hub?: HubCode | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order?: 'oldest' | 'newest';
}

/** One page of refused forms, the first one first unless the newest are asked for; of a hub, or of all. */
export const listRefusedAttempts = (
  table: Table,
  { order, ...query }: RefusedAttemptQuery,
): Promise<Page<RefusedAttempt>> =>
  listRows(table, 'refused-attempt', { ...query, ...(order === 'newest' ? { descending: true } : {}) });

export const readPathwayGuard = (
  table: Table,
  urn: Urn,
  year: AcademicYear,
): Promise<RowOf<'pathway-guard'> | undefined> =>
  readRow(table, 'pathway-guard', keyOf.pathwayGuard(urn, year));

export const readIdempotency = (
  table: Table,
  caller: string,
  key: string,
): Promise<RowOf<'idempotency'> | undefined> => readRow(table, 'idempotency', keyOf.idempotency(caller, key));

/** A hub; undefined where there is none of that code. */
export const readHub = (table: Table, code: HubCode): Promise<Hub | undefined> =>
  readRow(table, 'hub', keyOf.hub(code));

/** Every hub there is. */
export const allHubs = (table: Table): Promise<Hub[]> => allRows(table, 'hub', {});
