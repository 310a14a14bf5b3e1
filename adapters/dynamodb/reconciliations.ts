import type { LondonDate } from '../../core/instant.ts';
import type { Reconciliation } from '../../core/reconciliation.ts';
import { keyOf } from './keys.ts';
import { readRow } from './read-row.ts';
import type { Table } from './table.ts';

/** How the comparison of a London day ended; undefined where there was none. */
export const readReconciliation = (table: Table, day: LondonDate): Promise<Reconciliation | undefined> =>
  readRow(table, 'reconciliation', keyOf.reconciliation(day));
