import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { inTransaction } from './in-transaction.ts';
import { QueueMessage } from './queue-message.ts';

const Count = z.object({ count: z.number() });
const Instant = z.object({ instant: z.number().nullable() });
const MessageId = z.object({ message_id: z.string() });

/** What can be handed out at :now. A message hidden in a group holds back all of the group: order is the point. */
const DELIVERABLE = `
  (hidden_until IS NULL OR hidden_until <= :now)
  AND (group_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM queue_messages AS held
    WHERE held.queue = queue_messages.queue AND held.group_id = queue_messages.group_id AND held.hidden_until > :now
  ))`;

export interface MessageToKeep {
  readonly queue: string;
  readonly body: string;
  readonly groupId: string | null;
  readonly deduplicationId: string | null;
  readonly sentAt: number;
}

/** The rows behind the queues. A message is hidden while it is in flight and until its timeout has passed. */
export class QueueStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS queue_messages (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        queue TEXT NOT NULL,
        message_id TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL,
        group_id TEXT,
        deduplication_id TEXT,
        sent_at INTEGER NOT NULL,
        first_received_at INTEGER,
        receive_count INTEGER NOT NULL DEFAULT 0,
        hidden_until INTEGER,
        in_flight INTEGER NOT NULL DEFAULT 0
      );
      CREATE INDEX IF NOT EXISTS queue_messages_in_order ON queue_messages (queue, sequence);
      CREATE INDEX IF NOT EXISTS queue_messages_hidden ON queue_messages (hidden_until) WHERE hidden_until IS NOT NULL;
      CREATE INDEX IF NOT EXISTS queue_messages_groups ON queue_messages (queue, group_id, hidden_until)
        WHERE group_id IS NOT NULL;
      CREATE TABLE IF NOT EXISTS queue_deduplication (
        queue TEXT NOT NULL,
        deduplication_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (queue, deduplication_id)
      );
      CREATE INDEX IF NOT EXISTS queue_deduplication_expiry ON queue_deduplication (expires_at)`);
    this.#database = database;
  }

  keep(message: MessageToKeep, idOf: (sequence: number) => string): string {
    const { lastInsertRowid } = this.#database
      .prepare(
        'INSERT INTO queue_messages (queue, body, group_id, deduplication_id, sent_at) VALUES (?, ?, ?, ?, ?)',
      )
      .run(message.queue, message.body, message.groupId, message.deduplicationId, message.sentAt);
    const id = idOf(Number(lastInsertRowid));
    this.#database
      .prepare('UPDATE queue_messages SET message_id = ? WHERE sequence = ?')
      .run(id, lastInsertRowid);
    return id;
  }

  /** The id under which the same content was sent before `now` and is still remembered. */
  duplicateOf(queue: string, deduplicationId: string, now: number): string | undefined {
    this.#database.prepare('DELETE FROM queue_deduplication WHERE expires_at <= ?').run(now);
    const found = this.#database
      .prepare('SELECT message_id FROM queue_deduplication WHERE queue = ? AND deduplication_id = ?')
      .get(queue, deduplicationId);
    return found === undefined ? undefined : MessageId.parse(found).message_id;
  }

  remember(queue: string, deduplicationId: string, messageId: string, expiresAt: number): void {
    this.#database
      .prepare('INSERT INTO queue_deduplication VALUES (?, ?, ?, ?)')
      .run(queue, deduplicationId, messageId, expiresAt);
  }

  /** Takes up to `most` messages in the order of sending, and hides them until `hiddenUntil`. */
  take(queue: string, most: number, now: number, hiddenUntil: number): QueueMessage[] {
    return inTransaction(this.#database, () => {
      const taken = this.#database
        .prepare(
          `SELECT * FROM queue_messages WHERE queue = :queue AND ${DELIVERABLE} ORDER BY sequence LIMIT :most`,
        )
        .all({ queue, now, most })
        .map((row) => QueueMessage.parse(row));
      const mark = this.#database.prepare(
        `UPDATE queue_messages
         SET hidden_until = ?, in_flight = 1, receive_count = receive_count + 1,
             first_received_at = COALESCE(first_received_at, ?)
         WHERE sequence = ?`,
      );
      for (const message of taken) mark.run(hiddenUntil, now, message.sequence);
      return taken.map((message) => ({
        ...message,
        receive_count: message.receive_count + 1,
        first_received_at: message.first_received_at ?? now,
      }));
    });
  }

  /** Ends a delivery in one write: the handled ones go, the others stay hidden until their timeout. */
  settle(handled: readonly QueueMessage[], failed: readonly QueueMessage[]): void {
    inTransaction(this.#database, () => {
      const remove = this.#database.prepare('DELETE FROM queue_messages WHERE sequence = ?');
      const release = this.#database.prepare('UPDATE queue_messages SET in_flight = 0 WHERE sequence = ?');
      for (const message of handled) remove.run(message.sequence);
      for (const message of failed) release.run(message.sequence);
    });
  }

  /** Moves what has been handed out `maxReceives` times in vain, and would be due again, to another queue. */
  moveExhausted(queue: string, maxReceives: number, now: number, target: string): void {
    this.#database
      .prepare(
        `UPDATE queue_messages SET queue = :target, hidden_until = NULL, in_flight = 0
         WHERE queue = :queue AND receive_count >= :maxReceives AND ${DELIVERABLE}`,
      )
      .run({ queue, maxReceives, now, target });
  }

  /** What a killed host had in flight is to be had again, and that delivery does not count. */
  recover(): void {
    this.#database.exec(
      `UPDATE queue_messages SET hidden_until = NULL, in_flight = 0, receive_count = receive_count - 1
       WHERE in_flight = 1`,
    );
  }

  reveal(now: number): void {
    this.#database
      .prepare('UPDATE queue_messages SET hidden_until = NULL, in_flight = 0 WHERE hidden_until <= ?')
      .run(now);
  }

  earliestHiddenUntil(): number | undefined {
    const row = this.#database
      .prepare('SELECT MIN(hidden_until) AS instant FROM queue_messages WHERE hidden_until IS NOT NULL')
      .get();
    return Instant.parse(row).instant ?? undefined;
  }

  countDeliverable(queue: string, now: number): number {
    const row = this.#database
      .prepare(`SELECT COUNT(*) AS count FROM queue_messages WHERE queue = :queue AND ${DELIVERABLE}`)
      .get({ queue, now });
    return Count.parse(row).count;
  }

  all(queue: string): QueueMessage[] {
    return this.#database
      .prepare('SELECT * FROM queue_messages WHERE queue = ? ORDER BY sequence')
      .all(queue)
      .map((row) => QueueMessage.parse(row));
  }
}
