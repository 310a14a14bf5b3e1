import type { Cursor, Page } from '../../core/page.ts';

/** All entries of a list, page after page. */
export async function everyPage<Entry>(
  read: (cursor: Cursor | undefined) => Promise<Page<Entry>>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: Cursor | undefined;
  do {
    const page = await read(cursor);
    entries.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return entries;
}
