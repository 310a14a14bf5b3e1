import { type Actor, actorSchema } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Commit, Row } from '../../workflows/change.ts';

/** A transaction of DynamoDB takes a hundred rows. */
const ROWS_AT_ONCE = 90;

const SEEDER: Actor = actorSchema.parse('seed');

/** A row to be seeded is not in its first version, so it could never be put where there is none. */
export class SeedNotFirstVersion extends Error {
  override readonly name = 'SeedNotFirstVersion';
}

/**
 * Puts the rows that are absent, and returns how many those were. What is there stays as it is, whatever has
 * become of it since: seeding again, or after a crash half way, only fills what is missing.
 * Throws SeedNotFirstVersion before anything is written.
 */
export async function seed(rows: readonly Row[], commit: Commit, at: Instant): Promise<number> {
  for (const row of rows) {
    if (row.version !== 1) throw new SeedNotFirstVersion(`a ${row.type} in version ${row.version}`);
  }
  let put = 0;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    put += await putAbsent(rows.slice(from, from + ROWS_AT_ONCE));
  }
  return put;

  /** Together; and one by one where of those together some were there and some were not. */
  async function putAbsent(some: readonly Row[]): Promise<number> {
    const commitment = await commit({ puts: some, events: [], at, by: SEEDER });
    if (commitment.outcome === 'committed') return some.length;
    // As after every restart, and a transaction for each row would be a third of it.
    if (commitment.on.length === some.length) return 0;
    const done = await Promise.all(some.map((row) => putAbsent([row])));
    return done.reduce((sum, count) => sum + count, 0);
  }
}
