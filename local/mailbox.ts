import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { type Mail, recipientSchema } from '../core/mail.ts';

const mailSchema = z.strictObject({
  to: recipientSchema,
  address: z.string(),
  subject: z.string(),
  text: z.string(),
  reference: z.string(),
});

/** A mail as it lies in the mailbox. */
export interface KeptMail extends Mail {
  /** The virtual instant at which it was sent. */
  readonly sentAt: string;
}

const keptSchema = z.object({ mail: z.string(), sent_at: z.string() });

/** Where all mails of a local host end: nobody is written to. They outlive a restart. */
export class Mailbox {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  /** @param now the virtual instant, epoch milliseconds */
  constructor(database: DatabaseSync, now: () => number) {
    database.exec('CREATE TABLE IF NOT EXISTS mail (number INTEGER PRIMARY KEY, mail TEXT, sent_at TEXT)');
    this.#database = database;
    this.#now = now;
  }

  /** Takes a mail as the outbox posts it; false where the text is not one. */
  take(text: string): boolean {
    let mail: Mail;
    try {
      mail = mailSchema.parse(JSON.parse(text));
    } catch {
      return false;
    }
    this.#database
      .prepare('INSERT INTO mail (mail, sent_at) VALUES (?, ?)')
      .run(JSON.stringify(mail), new Date(this.#now()).toISOString());
    return true;
  }

  /** All mails, the first sent first; one that was sent twice is here twice. */
  mails(): KeptMail[] {
    const rows = this.#database.prepare('SELECT mail, sent_at FROM mail ORDER BY number').all();
    return z
      .array(keptSchema)
      .parse(rows)
      .map(({ mail, sent_at }) => ({ ...mailSchema.parse(JSON.parse(mail)), sentAt: sent_at }));
  }
}
