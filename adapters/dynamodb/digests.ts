import type { Digest } from '../../core/digest.ts';
import type { LondonDate } from '../../core/instant.ts';
import type { Recipient } from '../../core/mail.ts';
import { keyOf } from './keys.ts';
import { readRow } from './read-row.ts';
import type { Table } from './table.ts';

/** The digest of a day; undefined where none has been composed. */
export const readDigest = (table: Table, to: Recipient, day: LondonDate): Promise<Digest | undefined> =>
  readRow(table, 'digest', keyOf.digest(to, day));
