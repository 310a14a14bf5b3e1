import type * as z from 'zod';
import { listOf } from './answers.ts';
import { type Api, pathWith } from './api.ts';

/** A whole list, page after page: for what one hub has, which is hundreds at most. */
export async function everyPage<Item>(
  api: Api,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  item: z.ZodType<Item>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get(pathWith(path, { ...query, cursor, limit: '200' }), listOf(item));
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
