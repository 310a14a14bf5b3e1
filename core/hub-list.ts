import type * as z from 'zod';
import { hubSchema } from './hub.ts';

const listedSchema = hubSchema.pick({ code: true, name: true, mailbox: true });
/** A hub as a list names it. */
export type ListedHub = z.infer<typeof listedSchema>;

/**
 * Reads a list of hubs: tab-separated, a header line, then `code`, `name` and, where it is known, `mailbox`.
 * Throws ZodError at the first line that is none.
 */
export function parseHubList(text: string): ListedHub[] {
  const [, ...lines] = text.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [code, name, mailbox] = line.split('\t');
    return listedSchema.parse({ code, name, ...(mailbox ? { mailbox } : {}) });
  });
}
