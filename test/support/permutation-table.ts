import { expect } from 'vitest';
import type { Moves } from '../../core/moves.ts';

/** The codes of a refusal, as a cell holds them. */
export const codesOf = (errors: readonly { code: string }[]) => errors.map(({ code }) => code).join(', ');

/** The cells of a table as it is written in a test. */
export const ruled = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));

/** A table as it would be written. */
export function written(table: readonly (readonly string[])[]): string {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ');
  return table.map((row) => line(row).trimEnd()).join('\n');
}

/** A table with its columns as wide as they need to be. */
export const aligned = (table: string) => written(ruled(table));

/** The statuses (the first word of a row) in which an action is allowed somewhere in a table. */
function allowedIn(table: string, action: string): Set<string> {
  const [header = [], ...rows] = ruled(table);
  const column = header.indexOf(action);
  if (column === -1) throw new Error(`no column ${action}`);
  return new Set(rows.filter((row) => row[column]?.startsWith('→')).map(([state = '']) => statusIn(state)));
}

/** The status that a row's state begins with. */
export const statusIn = (state: string) => state.split(',')[0] ?? '';

/**
 * Nothing else exists: the code's moves are exactly these, and each one that people make is permitted in exactly the
 * statuses in which the table shows it.
 */
export function holdsNothingElse(
  { table: moves }: Moves<string, string>,
  table: string,
  madeBy: Readonly<Record<string, readonly string[]>>,
): void {
  expect(Object.keys(moves).sort()).toEqual(Object.keys(madeBy).sort());
  for (const [move, actions] of Object.entries(madeBy)) {
    if (actions.length === 0) continue;
    const shown = actions.flatMap((action) => [...allowedIn(table, action)]);
    expect(
      moves[move]?.from.filter((status) => !shown.includes(status)),
      move,
    ).toEqual([]);
  }
  const everyAction = (ruled(table)[0] ?? []).slice(1);
  for (const action of everyAction) {
    const permitted = Object.entries(madeBy).flatMap(([move, by]) =>
      by.includes(action) ? (moves[move]?.from ?? []) : [],
    );
    if (permitted.length === 0) continue;
    expect(
      [...allowedIn(table, action)].filter((status) => !permitted.includes(status)),
      action,
    ).toEqual([]);
  }
}
