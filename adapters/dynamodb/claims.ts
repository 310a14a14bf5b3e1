import { type AcademicYear, startYearOf } from '../../core/academic-year.ts';
import type { Claim, ClaimId } from '../../core/claim.ts';
import type { HubCode } from '../../core/codes.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import { keyOf } from './keys.ts';
import { allDue, allRows, listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export interface ClaimQuery {
  readonly hub?: HubCode | undefined;
  readonly status?: Claim['status'] | undefined;
  /** How its clawback stands. */
  readonly clawback?: Claim['clawback']['status'] | undefined;
  /** The London month in which it was raised, `2026-10`. */
  readonly month?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly order?: 'oldest' | 'newest';
}

/** One page of claims, the first raised first unless the newest are asked for. */
export function listClaims(table: Table, query: ClaimQuery): Promise<Page<Claim>> {
  const { hub, status, clawback, month, cursor, limit, order } = query;
  return listRows(table, 'claim', {
    hub,
    keep: (row) =>
      (!status || row.status === status) &&
      (!clawback || row.clawback.status === clawback) &&
      (!month || londonDateOf(row.raisedAt).startsWith(`${month}-`)),
    cursor,
    limit,
    ...(order === 'newest' ? { descending: true } : {}),
  });
}

/** A claim by its id, strongly consistent. */
export const readClaim = (table: Table, id: ClaimId): Promise<Claim | undefined> =>
  readRow(table, 'claim', keyOf.claim(id));

/** Every claim that waits for a statement, of one hub or of all, hub by hub, the longest waiting first. The index may lag. */
export const claimsDue = (table: Table, hub?: HubCode): Promise<Claim[]> =>
  allDue(table, 'claim', hub && `${hub}#`);

/** Every claim of an academic year that was paid, the first raised first. The index may lag. */
export const claimsPaid = (table: Table, year: AcademicYear): Promise<Claim[]> =>
  allRows(table, 'claim', {
    // None is raised before the calendar year in which its academic year begins.
    from: String(startYearOf(year)),
    keep: ({ academicYear, status }) => academicYear === year && status === 'paid',
  });
