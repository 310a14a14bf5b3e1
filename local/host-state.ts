import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** What the host itself keeps across restarts: the clock's instant, and the secret that signs local tokens. */
export class HostState {
  readonly #read;
  readonly #write;

  constructor(database: DatabaseSync) {
    database.exec('CREATE TABLE IF NOT EXISTS host_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
    this.#read = database.prepare('SELECT value FROM host_state WHERE name = ?');
    this.#write = database.prepare(
      'INSERT INTO host_state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
  }

  /** The instant at which the clock stood, epoch milliseconds; `first` on a new data folder, and kept from then on. */
  now(first: number): number {
    const stored = this.#value('now');
    if (stored === undefined) this.keepNow(first);
    return stored === undefined ? first : Number(stored);
  }

  keepNow(now: number): void {
    this.#write.run('now', String(now));
  }

  /** Made on the first start: a token is good for its data folder only, and outlives a restart. */
  signingSecret(): Uint8Array {
    const stored = this.#value('signing-secret');
    if (stored) return Buffer.from(stored, 'hex');
    const secret = randomBytes(32);
    this.#write.run('signing-secret', secret.toString('hex'));
    return secret;
  }

  #value(name: string): string | undefined {
    const value = this.#read.get(name)?.['value'];
    return typeof value === 'string' ? value : undefined;
  }
}
