import * as z from 'zod';
import type { Sealer } from './session.ts';

/** A form that is not finished, kept in its author's own browser, sealed: no person is stored before a form is sent. */
export interface Drafts {
  read<Content>(id: string, schema: z.ZodType<Content>): Promise<Content | undefined>;
  keep(id: string, content: object): Promise<void>;
  drop(id: string): void;
}

/** The cookies of one exchange: those that came, and those that go back. */
export interface Cookies {
  get(name: string): string | undefined;
  set(name: string, value: string, options: { readonly path: string; readonly maxAge: number }): void;
}

const WEEK = 7 * 24 * 3600;
/** A browser keeps 4,096 bytes a cookie, its name and attributes included. */
const PIECE = 3500;
const MOST_PIECES = 2;

const draftIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

/** A draft is too large to be kept: far beyond what any real form holds. */
export class DraftTooLarge extends Error {
  override readonly name = 'DraftTooLarge';
}

/**
 * Drafts in cookies below their own address, so that a browser sends each only to its own pages: two tabs keep two
 * drafts apart, the back button finds what was typed, and next week it is still there. Sealed for their author: who
 * signs in after them on the same machine finds nothing.
 */
export function draftsIn(cookies: Cookies, sealer: Sealer, actor: string, base: string): Drafts {
  const nameOf = (id: string, piece: number) => `draft-${id.slice(0, 8)}-${piece}`;
  const put = (id: string, piece: number, value: string) =>
    cookies.set(nameOf(id, piece), value, { path: `${base}/${id}`, maxAge: value === '' ? 0 : WEEK });
  const purpose = (id: string) => `draft of ${actor}: ${id}`;
  return {
    async read(id, schema) {
      if (!draftIdSchema.safeParse(id).success) return undefined;
      const pieces = Array.from({ length: MOST_PIECES }, (_, piece) => cookies.get(nameOf(id, piece)) ?? '');
      return schema.safeParse(await sealer.open(purpose(id), pieces.join(''))).data;
    },
    async keep(id, content) {
      const sealed = await sealer.seal(purpose(draftIdSchema.parse(id)), content, '7d');
      if (sealed.length > PIECE * MOST_PIECES) throw new DraftTooLarge('a draft of too many characters');
      for (let piece = 0; piece < MOST_PIECES; piece += 1) {
        put(id, piece, sealed.slice(piece * PIECE, (piece + 1) * PIECE));
      }
    },
    drop(id) {
      for (let piece = 0; piece < MOST_PIECES; piece += 1) put(id, piece, '');
    },
  };
}
