import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the engine's list of stream records the index that it lacks. Dynoxide never trims that list, and looks
 * through all of it at every written item and every read of the stream: after 30,000 items a write takes 9 ms
 * instead of 0.4, so a programme of several years would crawl. The engine's answers are the same with and
 * without; if a later version keeps its records otherwise, nothing happens and only the speed is lost.
 */
export function indexStreamRecords(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile, { timeout: 2_000 });
  try {
    database.exec(
      `CREATE INDEX IF NOT EXISTS mastery_stream_by_number
         ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`,
    );
  } catch {
    // Another version of the engine: slower, and right all the same.
  } finally {
    database.close();
  }
}
