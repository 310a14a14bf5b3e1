import * as z from 'zod';
import { type CookiePlace, sealedCookie } from './sealed-cookie.ts';
import type { Sealer } from './session.ts';

/** A form that is not finished, kept in its author's own browser, sealed: no person is stored before a form is sent. */
export interface Drafts {
  read<Content extends object>(id: string, schema: z.ZodType<Content>): Promise<Content | undefined>;
  /**
   * @param title what the draft is called in the list of those that are begun: it names nobody
   * @param about what it is for: of drafts for the same, the one begun last is found again
   * @throws CookieTooLarge far beyond what any real form holds
   */
  keep(id: string, content: object, title: string, about: string): Promise<void>;
  drop(id: string): Promise<void>;
  /** Those that were begun and neither sent nor dropped, the latest first; of very many, the latest. */
  list(): Promise<readonly BegunDraft[]>;
}

export interface BegunDraft {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

const WEEK = 7 * 24 * 3600;

const draftIdSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

/** The list goes with every request, so it is short: a browser may send no more than an HTTP API takes. */
const MOST_LISTED = 5;
const LONGEST_TITLE = 60;
const listSchema = z.object({
  drafts: z.array(z.object({ id: draftIdSchema, title: z.string(), about: z.string().default('') })),
});

/**
 * Drafts in cookies below their own address, so that a browser sends each only to its own pages: two tabs keep two
 * drafts apart, the back button finds what was typed, and next week it is still there. Sealed for their author: who
 * signs in after them on the same machine finds nothing.
 *
 * @param placeAt the cookies below a path
 */
export function draftsIn(
  placeAt: (path: string) => CookiePlace,
  sealer: Sealer,
  actor: string,
  base: string,
): Drafts {
  const cookieOf = <Content extends object>(id: string, schema: z.ZodType<Content>) =>
    sealedCookie(
      { place: placeAt(`${base}/${draftIdSchema.parse(id)}`), sealer },
      {
        name: `draft-${id.slice(0, 8)}`,
        purpose: `draft of ${actor}: ${id}`,
        schema,
        lifetime: '7d',
        maxAge: WEEK,
      },
    );
  const begun = sealedCookie(
    { place: placeAt('/'), sealer },
    { name: 'drafts', purpose: `drafts of ${actor}`, schema: listSchema, lifetime: '7d', maxAge: WEEK },
  );
  const listed = async (): Promise<readonly BegunDraft[]> => (await begun.read())?.drafts ?? [];
  const others = async (id: string) => (await listed()).filter((each) => each.id !== id);
  return {
    list: listed,
    async read(id, schema) {
      return draftIdSchema.safeParse(id).success ? cookieOf(id, schema).read() : undefined;
    },
    async keep(id, content, title, about) {
      await cookieOf(id, ANYTHING).keep({ ...content });
      const drafts = [{ id, title: title.slice(0, LONGEST_TITLE), about }, ...(await others(id))];
      await begun.keep({ drafts: drafts.slice(0, MOST_LISTED) });
    },
    async drop(id) {
      if (!draftIdSchema.safeParse(id).success) return;
      cookieOf(id, ANYTHING).drop();
      const drafts = await others(id);
      if (drafts.length > 0) await begun.keep({ drafts: [...drafts] });
      else begun.drop();
    },
  };
}

const ANYTHING: z.ZodType<object> = z.looseObject({});
