import type { HubCode } from '../../core/codes.ts';
import type { Page } from '../../core/page.ts';
import type { RowOf, RowType } from '../../workflows/change.ts';
import { type BaseKey, duePartition, hubPartition, kindPartition } from './keys.ts';
import { rowOf } from './rows.ts';
import { getItem, queryIndex, type Table } from './table.ts';

/** One row by its base key, strongly consistent; undefined where there is none. Throws RowUnreadable. */
export async function readRow<Type extends RowType>(
  table: Table,
  type: Type,
  key: BaseKey,
): Promise<RowOf<Type> | undefined> {
  const item = await getItem(table, key);
  return item && rowOf(type, item);
}

/** What a list of rows is asked for with. Without a hub: all of them, in the order of the kind's own index. */
export interface RowQuery<Type extends RowType> {
  readonly hub?: HubCode | undefined;
  readonly beginsWith?: string | undefined;
  /** From this sort key on; instead of `beginsWith`. */
  readonly from?: string | undefined;
  /** Up to this sort key; with `from`. */
  readonly until?: string | undefined;
  readonly keep?: (row: RowOf<Type>) => boolean;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** The last one first. */
  readonly descending?: true;
}

/** One page of the rows of a type. Through an index: what was written a moment ago may still be missing. */
export function listRows<Type extends RowType>(
  table: Table,
  type: Type,
  query: RowQuery<Type>,
): Promise<Page<RowOf<Type>>> {
  return queryIndex(table, {
    index: query.hub ? 'by-hub' : 'by-kind',
    partition: query.hub ? hubPartition(query.hub, type) : kindPartition(type),
    ...(query.beginsWith === undefined ? {} : { beginsWith: query.beginsWith }),
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.until === undefined ? {} : { until: query.until }),
    pick: (item) => {
      const row = rowOf(type, item);
      return !query.keep || query.keep(row) ? row : undefined;
    },
    limit: query.limit,
    cursor: query.cursor,
    ...(query.descending ? { descending: true } : {}),
  });
}

/** All rows of a list, page after page. */
export async function allRows<Type extends RowType>(
  table: Table,
  type: Type,
  query: Omit<RowQuery<Type>, 'cursor' | 'limit'>,
): Promise<RowOf<Type>[]> {
  const rows: RowOf<Type>[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRows(table, type, { ...query, cursor, limit: 1000 });
    rows.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return rows;
}

/** All rows of a type that still have something to be done with them. Through an index, as lists are. */
export async function allDue<Type extends RowType>(
  table: Table,
  type: Type,
  beginsWith?: string,
): Promise<RowOf<Type>[]> {
  const page = await queryIndex(table, {
    index: 'due',
    partition: duePartition(type),
    ...(beginsWith === undefined ? {} : { beginsWith }),
    pick: (item) => rowOf(type, item),
    limit: Number.POSITIVE_INFINITY,
  });
  return page.items;
}
