/** A place in a list: everything after it comes next. Only the list that gave it can read it. */
export type Cursor = string;

/** One page of a list. Without a cursor it is the last. */
export interface Page<Entry> {
  readonly items: Entry[];
  readonly cursor?: Cursor;
}

/** The cursor is not from a list like this. */
export class CursorInvalid extends Error {
  override readonly name = 'CursorInvalid';
}
