import type { Context, Hono } from 'hono';
import type { Api } from './api.ts';
import type { Session } from './session.ts';

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
  ) => Promise<Response>;
  /** Begins a session, and leads to where this person begins. */
  readonly establish: (context: Context, person: SignedIn) => Promise<Response>;
}

/** A way to sign in: OpenID Connect where it is deployed, a choice of sample personas locally. */
export interface SignIn {
  /** A folder of templates of its own. */
  readonly templates?: string;
  /** Where to go once signed out. */
  readonly afterSignOut: string;
  /** Adds its addresses, `/sign-in` and below. */
  mount(app: Hono, frame: SignInFrame): void;
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
