import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import { type Drafts, draftsIn } from './drafts.ts';
import { type Session, sealerWith, sessionSchema } from './session.ts';

const SESSION = 'session';
const NOTICE = 'notice';
const noticeSchema = z.object({ text: z.string() });

/** What this service keeps in its visitors' browsers: all of it sealed, none of it for scripts. */
export interface CookieJar {
  sessionOf(context: Context): Promise<Session | undefined>;
  beginSession(context: Context, session: Session): Promise<void>;
  endSession(context: Context): void;
  /** Leaves a sentence for the page that is looked at next. */
  leaveNotice(context: Context, text: string): Promise<void>;
  /** That sentence, once. */
  takeNotice(context: Context): Promise<{ readonly text: string } | undefined>;
  draftsOf(context: Context, person: Session): Drafts;
}

/** @param originOf where people reach the service: with https, its cookies never go over anything else */
export function cookieJar(secret: string | Uint8Array, originOf: (context: Context) => string): CookieJar {
  const sealer = sealerWith(secret);
  const set = (context: Context, name: string, value: string, more: { path: string; maxAge?: number }) =>
    setCookie(context, name, value, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: originOf(context).startsWith('https:'),
      ...more,
    });
  return {
    async sessionOf(context) {
      return sessionSchema.safeParse(await sealer.open(SESSION, getCookie(context, SESSION))).data;
    },
    async beginSession(context, session) {
      set(context, SESSION, await sealer.seal(SESSION, session, '12h'), { path: '/' });
    },
    endSession(context) {
      deleteCookie(context, SESSION, { path: '/' });
    },
    async leaveNotice(context, text) {
      set(context, NOTICE, await sealer.seal(NOTICE, { text }, '5m'), { path: '/' });
    },
    async takeNotice(context) {
      const sealed = getCookie(context, NOTICE);
      if (sealed) deleteCookie(context, NOTICE, { path: '/' });
      return noticeSchema.safeParse(await sealer.open(NOTICE, sealed)).data;
    },
    draftsOf(context, { actor }) {
      const cookies = {
        get: (name: string) => getCookie(context, name),
        set: (name: string, value: string, where: { readonly path: string; readonly maxAge: number }) =>
          set(context, name, value, where),
      };
      return draftsIn(cookies, sealer, actor, '/enrol');
    },
  };
}
