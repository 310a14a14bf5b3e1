import type { HubCode } from '../../core/codes.ts';
import type { Month } from '../../core/month.ts';
import type { Page } from '../../core/page.ts';
import type { Statement, StatementStatus } from '../../core/statement.ts';
import type { StatementId } from '../../core/statement-id.ts';
import type { StatementLine } from '../../core/statement-line.ts';
import { keyOf, LINES } from './keys.ts';
import { allDue, allRows, listRows, readRow } from './read-row.ts';
import { rowOf } from './rows.ts';
import { getItems, type Table } from './table.ts';

/** Statements with their lines. */

export const readStatement = (table: Table, id: StatementId): Promise<Statement | undefined> =>
  readRow(table, 'statement', keyOf.statement(id));

/** All lines of a statement in their order, those too that were taken off; strongly consistent. */
export async function linesOf(table: Table, id: StatementId): Promise<StatementLine[]> {
  const items = await getItems(table, keyOf.statement(id).pk, LINES);
  return items.map((item) => rowOf('statement-line', item));
}

/** All lines of all statements, statement by statement, in a few pages. Through an index, which may lag. */
export const allLines = (table: Table): Promise<StatementLine[]> => allRows(table, 'statement-line', {});

export const readStatementLine = (
  table: Table,
  id: StatementId,
  number: number,
): Promise<StatementLine | undefined> => readRow(table, 'statement-line', keyOf.statementLine(id, number));

/** Every statement whose workflow has still something to do, the earliest to approve first. The index may lag. */
export const statementsUnderWay = (table: Table): Promise<Statement[]> => allDue(table, 'statement');

export interface StatementQuery {
  readonly hub?: HubCode | undefined;
  readonly month?: Month | undefined;
  /** Any of these; without them, whichever. */
  readonly statuses?: readonly StatementStatus[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of statements, month by month. */
export function listStatements(table: Table, query: StatementQuery): Promise<Page<Statement>> {
  const { hub, month, statuses, cursor, limit } = query;
  return listRows(table, 'statement', {
    hub,
    beginsWith: month && `${month}#`,
    keep: (row) => !statuses || statuses.includes(row.status),
    cursor,
    limit,
  });
}
