import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` as one unit: all of its writes or none. Inside a transaction that is already open it becomes a part
 * of that one (and is undone alone if it throws), so it can be called by code that has begun its own.
 * `work` must not await: another caller's writes would slip into the transaction.
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  const nested = database.isTransaction;
  database.exec(nested ? 'SAVEPOINT messaging' : 'BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec(nested ? 'RELEASE messaging' : 'COMMIT');
    return result;
  } catch (error) {
    // An error such as a full disk ends the transaction by itself; rolling back again would hide its cause.
    if (database.isTransaction) {
      database.exec(nested ? 'ROLLBACK TO messaging; RELEASE messaging' : 'ROLLBACK');
    }
    throw error;
  }
}
