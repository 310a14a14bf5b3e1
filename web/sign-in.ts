import type { Context, Hono } from 'hono';
import type { Api } from './api.ts';
import type { CookiePlace } from './sealed-cookie.ts';
import type { Sealer, Session } from './session.ts';

/** Somebody whom an issuer vouched for; the token for forms is added when the session begins. */
export type SignedIn = Session extends infer Each
  ? Each extends Session
    ? Omit<Each, 'csrf'>
    : never
  : never;

/** What a way to sign in may use of the app. */
export interface SignInFrame {
  readonly draw: (
    context: Context,
    template: string,
    data: Readonly<Record<string, unknown>> & { readonly title: string },
    status?: 200 | 400 | 403 | 422 | 502,
  ) => Promise<Response>;
  /** Begins a session, and leads to where this person wanted to go, or else to where they begin. */
  readonly establish: (context: Context, person: SignedIn, back?: string) => Promise<Response>;
  readonly sessionOf: (context: Context) => Promise<Session | undefined>;
  /** Keeps a session on with another token: its forms stay good. */
  readonly keepOn: (context: Context, session: Session) => Promise<void>;
  /** Ends a session, and says how to begin a new one without losing the form that was just sent. */
  readonly interrupt: (context: Context, address: string) => Promise<Response>;
  /** The cookies that come with what is below `/sign-in`, and with nothing else. */
  readonly cookies: (context: Context) => { readonly place: CookiePlace; readonly sealer: Sealer };
}

/** A way to sign in: OpenID Connect where it is deployed, a choice of sample personas locally. */
export interface SignIn {
  /** A folder of templates of its own. */
  readonly templates?: string;
  /** Where to go once signed out. */
  readonly afterSignOut: string;
  /** Adds its addresses, `/sign-in` and below. */
  mount(app: Hono, frame: SignInFrame): void;
  /** Where a session has to go before it can be used on; undefined as long as its token is good. */
  renewalOf?(session: Session): string | undefined;
}

/** Local only: a bar above every page. */
export interface LocalBar {
  readonly templates: string;
  mount(
    app: Hono,
    frame: {
      readonly sessionOf: (context: Context) => Promise<Session | undefined>;
      readonly apiFor: (session: Session) => Api;
    },
  ): void;
  /** What its template `local-bar.njk` is drawn with. */
  show(person: Session | undefined): Promise<object>;
}
