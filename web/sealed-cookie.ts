import type * as z from 'zod';
import type { Sealer } from './session.ts';

/** The cookies of one exchange below one path: those that came, and those that go back. */
export interface CookiePlace {
  names(): readonly string[];
  get(name: string): string | undefined;
  /** @param maxAge seconds; 0 removes it, and without any it goes when the browser is closed */
  set(name: string, value: string, maxAge?: number): void;
}

/** What is to be kept is longer than the cookies that there are for it. */
export class CookieTooLarge extends Error {
  override readonly name = 'CookieTooLarge';
}

/** A value kept in its owner's browser: sealed, so that nobody reads or changes it there. */
export interface SealedCookie<Value> {
  /** Undefined where there is none, or where it is forged, expired, or of another purpose. */
  read(): Promise<Value | undefined>;
  /** @throws CookieTooLarge where it would take more cookies than it may */
  keep(value: Value): Promise<void>;
  drop(): void;
}

/**
 * A browser keeps 4,096 bytes a cookie, its name and attributes included; and an HTTP API takes 10,240 bytes of a
 * request's headers in all. A session with an access token of 2 KB, which seals to 3 KB, leaves room for a draft of two
 * whole pieces and for what browsers send besides.
 */
const PIECE = 3000;
const MOST_PIECES = 2;

/** @param lifetime how long it can be opened, in real time: `12h` */
export function sealedCookie<Value extends object>(
  { place, sealer }: { readonly place: CookiePlace; readonly sealer: Sealer },
  {
    name,
    purpose = name,
    schema,
    lifetime,
    maxAge,
  }: {
    readonly name: string;
    readonly purpose?: string;
    readonly schema: z.ZodType<Value>;
    readonly lifetime: string;
    readonly maxAge?: number;
  },
): SealedCookie<Value> {
  const pieces = Array.from({ length: MOST_PIECES }, (_, index) => (index === 0 ? name : `${name}-${index}`));
  const put = (sealed: string) =>
    pieces.forEach((piece, index) => {
      const text = sealed.slice(index * PIECE, (index + 1) * PIECE);
      if (text) place.set(piece, text, maxAge);
      else if (place.get(piece)) place.set(piece, '', 0);
    });
  return {
    async read() {
      const sealed = pieces.map((piece) => place.get(piece) ?? '').join('');
      return schema.safeParse(await sealer.open(purpose, sealed)).data;
    },
    async keep(value) {
      const sealed = await sealer.seal(purpose, value, lifetime);
      if (sealed.length > PIECE * MOST_PIECES)
        throw new CookieTooLarge(`${name}: ${sealed.length} characters`);
      put(sealed);
    },
    drop: () => put(''),
  };
}
