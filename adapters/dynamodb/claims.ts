import type { Claim } from '../../core/claim.ts';
import type { HubCode } from '../../core/codes.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import { listRows } from './read-row.ts';
import type { Table } from './table.ts';

export interface ClaimQuery {
  readonly hub?: HubCode | undefined;
  readonly status?: Claim['status'] | undefined;
  /** The London month in which it was raised, `2026-10`. */
  readonly month?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of claims, the first raised first. */
export function listClaims(table: Table, query: ClaimQuery): Promise<Page<Claim>> {
  const { hub, status, month, cursor, limit } = query;
  return listRows(table, 'claim', {
    hub,
    keep: (row) =>
      (!status || row.status === status) && (!month || londonDateOf(row.raisedAt).startsWith(`${month}-`)),
    cursor,
    limit,
  });
}
