import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

const Row = z.object({ sequence_number: z.string().nullable(), finished: z.number() });

export interface StreamPosition {
  /** The last record that was handled; undefined before the first. */
  readonly sequenceNumber: string | undefined;
  /** The shard is closed and read to its end. */
  readonly finished: boolean;
}

/** How far each shard of a stream has been handled, kept in the host's database. */
export class StreamPositions {
  readonly #database: DatabaseSync;
  readonly #streamArn: string;

  constructor(database: DatabaseSync, streamArn: string) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS stream_positions (
        stream_arn TEXT NOT NULL,
        shard_id TEXT NOT NULL,
        sequence_number TEXT,
        finished INTEGER NOT NULL,
        PRIMARY KEY (stream_arn, shard_id)
      )`);
    this.#database = database;
    this.#streamArn = streamArn;
  }

  of(shardId: string): StreamPosition {
    const found = this.#database
      .prepare('SELECT sequence_number, finished FROM stream_positions WHERE stream_arn = ? AND shard_id = ?')
      .get(this.#streamArn, shardId);
    if (found === undefined) return { sequenceNumber: undefined, finished: false };
    const row = Row.parse(found);
    return { sequenceNumber: row.sequence_number ?? undefined, finished: row.finished === 1 };
  }

  handled(shardId: string, sequenceNumber: string): void {
    this.#database
      .prepare(
        `INSERT INTO stream_positions (stream_arn, shard_id, sequence_number, finished) VALUES (?, ?, ?, 0)
         ON CONFLICT DO UPDATE SET sequence_number = excluded.sequence_number`,
      )
      .run(this.#streamArn, shardId, sequenceNumber);
  }

  finish(shardId: string): void {
    this.#database
      .prepare(
        `INSERT INTO stream_positions (stream_arn, shard_id, sequence_number, finished) VALUES (?, ?, NULL, 1)
         ON CONFLICT DO UPDATE SET finished = 1`,
      )
      .run(this.#streamArn, shardId);
  }
}
