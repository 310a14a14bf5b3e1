import { DatabaseSync } from 'node:sqlite';

/** A clock that stands still until a test moves it, and an empty host database. */
export function virtualTime(start = '2026-03-02T09:00:00Z') {
  let instant = Date.parse(start);
  return {
    now: () => instant,
    at: (iso: string) => {
      instant = Date.parse(iso);
    },
    pass: (seconds: number) => {
      instant += seconds * 1_000;
    },
  };
}

export const emptyDatabase = () => new DatabaseSync(':memory:');
