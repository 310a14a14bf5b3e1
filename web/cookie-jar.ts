import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import { type Drafts, draftsIn } from './drafts.ts';
import { type CookiePlace, type SealedCookie, sealedCookie } from './sealed-cookie.ts';
import { type Sealer, type Session, sessionSchema } from './session.ts';

const noticeSchema = z.object({ text: z.string() });

/** What this service keeps in its visitors' browsers: all of it sealed, none of it for scripts. */
export interface CookieJar {
  sessionOf(context: Context): Promise<Session | undefined>;
  keepSession(context: Context, session: Session): Promise<void>;
  endSession(context: Context): void;
  /** Leaves a sentence for the page that is looked at next. */
  leaveNotice(context: Context, text: string): Promise<void>;
  /** That sentence, once. */
  takeNotice(context: Context): Promise<{ readonly text: string } | undefined>;
  draftsOf(context: Context, person: Session): Drafts;
  /** The cookies that a browser sends below a path. */
  placeAt(context: Context, path: string): CookiePlace;
}

/** @param originOf where people reach the service: with https, its cookies never go over anything else */
export function cookieJar(sealer: Sealer, originOf: (context: Context) => string): CookieJar {
  const placeAt = (context: Context, path: string): CookiePlace => {
    const secure = originOf(context).startsWith('https:');
    // By these names a browser takes a cookie from this very host only, and over nothing but https.
    const prefix = secure ? (path === '/' ? '__Host-' : '__Secure-') : '';
    const options = { httpOnly: true, sameSite: 'Lax', secure, path } as const;
    return {
      names: () =>
        Object.keys(getCookie(context)).flatMap((name) =>
          name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
        ),
      get: (name) => getCookie(context, `${prefix}${name}`),
      set: (name, value, maxAge) =>
        setCookie(
          context,
          `${prefix}${name}`,
          value,
          maxAge === undefined ? options : { ...options, maxAge },
        ),
    };
  };
  const sessionIn = (context: Context): SealedCookie<Session> =>
    sealedCookie(
      { place: placeAt(context, '/'), sealer },
      { name: 'session', schema: sessionSchema, lifetime: '12h' },
    );
  const noticeIn = (context: Context) =>
    sealedCookie(
      { place: placeAt(context, '/'), sealer },
      { name: 'notice', schema: noticeSchema, lifetime: '5m' },
    );
  return {
    placeAt,
    sessionOf: (context) => sessionIn(context).read(),
    keepSession: (context, session) => sessionIn(context).keep(session),
    endSession: (context) => sessionIn(context).drop(),
    leaveNotice: (context, text) => noticeIn(context).keep({ text }),
    async takeNotice(context) {
      const notice = noticeIn(context);
      const left = await notice.read();
      notice.drop();
      return left;
    },
    draftsOf: (context, { actor }) => draftsIn((path) => placeAt(context, path), sealer, actor, '/enrol'),
  };
}
