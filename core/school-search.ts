import type { School } from './school.ts';

/** What a person typed to find a school: a URN, the beginning of a postcode, or words of the name. */
export interface SchoolSearch {
  /** The words of the query, folded; a school must have all of them in its name. */
  readonly words: readonly string[];
  /** The whole query as a postcode is compared: without spaces, in capitals. */
  readonly postcode: string;
}

/** A query of nothing finds every school. */
export function schoolSearchOf(query: string): SchoolSearch {
  return { words: folded(query).split(' ').filter(Boolean), postcode: compact(query) };
}

/** Whether the school's postcode begins so, or its name holds every word. Case, accents and apostrophes don't count. */
export function foundBy(search: SchoolSearch, school: Pick<School, 'name' | 'postcode'>): boolean {
  if (search.postcode === '') return true;
  if (school.postcode && compact(school.postcode).startsWith(search.postcode)) return true;
  if (search.words.length === 0) return false;
  const name = folded(school.name);
  return search.words.every((word) => name.includes(word));
}

/** `St Paul’s` as a person would type it: `st pauls`. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’‘]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function compact(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}
