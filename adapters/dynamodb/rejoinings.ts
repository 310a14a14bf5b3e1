import type { Page } from '../../core/page.ts';
import type { Rejoining } from '../../core/rejoining.ts';
import { listRows } from './read-row.ts';
import type { Table } from './table.ts';

/** One page of the schools that wait to rejoin, the earliest year first. */
export const listRejoining = (table: Table, cursor: string | undefined): Promise<Page<Rejoining>> =>
  listRows(table, 'rejoining', { cursor, limit: 100 });
