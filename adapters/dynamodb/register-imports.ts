import type { Page } from '../../core/page.ts';
import type { RegisterImport, RegisterImportId } from '../../core/register-import.ts';
import { keyOf } from './keys.ts';
import { listRows, readRow } from './read-row.ts';
import type { Table } from './table.ts';

export const readRegisterImport = (table: Table, id: RegisterImportId): Promise<RegisterImport | undefined> =>
  readRow(table, 'register-import', keyOf.registerImport(id));

/** One page of the readings of the register, the last one first. */
export const listRegisterImports = (
  table: Table,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<RegisterImport>> => listRows(table, 'register-import', { ...query, descending: true });
