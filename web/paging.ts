import { pathWith } from './api.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** The way through a list that the API gives page by page: to its beginning, and on. */
export function listPaging(address: string, filter: Query, here: string, next: string | undefined) {
  return {
    ...(here === '' ? {} : { previous: { href: pathWith(address, filter), text: 'First page' } }),
    ...(next === undefined
      ? {}
      : { next: { href: pathWith(address, { ...filter, cursor: next }), text: 'Next page' } }),
  };
}

/** One page of a list that is known whole. */
export interface PagePart<Item> {
  readonly items: readonly Item[];
  /** As the pagination component takes it; nothing where one page holds all. */
  readonly pagination?: object;
}

/** @param asked what the address says: a page's number, or anything else for the first */
export function partOf<Item>(
  all: readonly Item[],
  size: number,
  asked: string,
  addressOfPage: (page: string) => string,
): PagePart<Item> {
  const last = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(/^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : 1, last);
  const items = all.slice((page - 1) * size, page * size);
  if (last === 1) return { items };
  const to = (number: number, text: string) => ({ href: addressOfPage(String(number)), text });
  return {
    items,
    pagination: {
      ...(page > 1 ? { previous: to(page - 1, 'Previous page') } : {}),
      ...(page < last ? { next: to(page + 1, 'Next page') } : {}),
      items: Array.from({ length: last }, (_, index) => ({
        number: index + 1,
        href: addressOfPage(String(index + 1)),
        current: index + 1 === page,
      })),
    },
  };
}
