import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Instant } from '../core/instant.ts';
import { ApiProblem, apiFor, type CallApi } from './api.ts';
import { readAssets } from './assets.ts';
import { cookieJar } from './cookie-jar.ts';
import { drawingFrom } from './drawing.ts';
import { type Form, formIn } from './form.ts';
import { formTokens } from './form-tokens.ts';
import { hubsOfApi } from './hubs.ts';
import { navigationFor } from './navigation.ts';
import { type FileToKeep, type Outcome, type Page, PageNotFound, type View, type Visit } from './page.ts';
import { PAGES_BY_NAME } from './pages.ts';
import { comesFromHere, protect, safeReturn } from './protection.ts';
import { PAGES, type PageName, type PageRoute, startFor } from './routes.ts';
import { CookieTooLarge } from './sealed-cookie.ts';
import { type Session, sealerWith, sessionSchema } from './session.ts';
import type { LocalBar, SignIn } from './sign-in.ts';

export interface AppOptions {
  readonly callApi: CallApi;
  /** Seals what is kept in browsers. */
  readonly secret: string | Uint8Array;
  readonly signIn: SignIn;
  readonly now: () => Instant;
  /** A long text that nobody can guess. */
  readonly newId: () => string;
  /** `https://…`, where people reach the service; the address of the request unless said. */
  readonly origin?: string;
  /** Where AWS's console of Step Functions is, up to its `#`; none locally. */
  readonly console?: string;
  /** Told what went wrong inside. */
  readonly onDefect: (error: unknown) => void;
  /** Local only: the clock and the personas. A deployed app is made without it. */
  readonly bar?: LocalBar;
}

/** A form that does not belong to the session that it came with. */
class FormIsStale extends Error {
  override readonly name = 'FormIsStale';
}

type ErrorStatus = 400 | 401 | 403 | 404 | 500 | 502;

/** The pages as one application, for Lambda and for the local host alike. */
export function createApp(options: AppOptions): Hono {
  const { signIn, bar } = options;
  const app = new Hono();
  const ownOrigin = (context: Context) => options.origin ?? new URL(context.req.url).origin;
  const sealer = sealerWith(options.secret);
  const jar = cookieJar(sealer, ownOrigin);
  const tokens = formTokens(sealer);
  const draw = drawingFrom([signIn.templates, bar?.templates].filter((each) => each !== undefined));
  const assets = readAssets();
  const hubsAt = hubsOfApi();

  app.use(protect);
  app.get('/assets/*', (context) => {
    const asset = assets.at(context.req.path);
    if (!asset) return context.body('Not found', 404);
    const headers = { 'content-type': asset.type, 'cache-control': asset.cacheControl };
    return context.body(asset.bytes, 200, headers);
  });
  app.use(async (context, next) => {
    if (context.req.method !== 'POST' || comesFromHere(context.req.raw.headers, ownOrigin(context))) {
      return next();
    }
    return errorPage(context, 403, 'forbidden', 'This form was not sent from our page');
  });
  signIn.mount(app, {
    draw: (context, template, data, status) => drawn(context, { template, data, title: data.title }, status),
    async establish(context, person, back) {
      const csrf = tokens.issue(person.actor, options.newId());
      const session = sessionSchema.parse({ ...person, csrf });
      await jar.keepSession(context, session);
      const wanted = safeReturn(back);
      return context.redirect(wanted === '/' ? startFor(session.role) : wanted, 303);
    },
    sessionOf: jar.sessionOf,
    keepOn: jar.keepSession,
    interrupt: async (context, address) => interrupted(context, address, await formIn(context.req.raw)),
    cookies: (context) => ({ place: jar.placeAt(context, '/sign-in'), sealer }),
  });
  app.post('/sign-out', async (context) => {
    const session = await jar.sessionOf(context);
    const { csrf } = await context.req.parseBody();
    if (session && csrf !== session.csrf) throw new FormIsStale('signing out of another session');
    jar.endSession(context);
    return context.redirect(signIn.afterSignOut, 303);
  });
  bar?.mount(app, {
    sessionOf: jar.sessionOf,
    apiFor: (session) => apiFor(session.token, options.callApi),
  });
  for (const [name, route] of Object.entries(PAGES) as [PageName, PageRoute][]) {
    serve(name, route, PAGES_BY_NAME[name]);
  }
  app.notFound((context) => errorPage(context, 404, 'not-found', 'Page not found'));
  app.onError((error, context) => failed(context, error));
  return app;

  function serve(name: PageName, route: PageRoute, { show, act }: Page): void {
    app.get(route.path, (context) => visited(name, route, context, show));
    if (!act) return;
    app.post(route.path, async (context) => {
      const form = await formIn(context.req.raw);
      const address = addressIn(context);
      const person = await jar.sessionOf(context);
      if (!person) return interrupted(context, address, form);
      if (!(await tokens.accepts(person, form.text('csrf'), address))) {
        return outOfDate(context, address, form, person);
      }
      return visited(name, route, context, (visit) => act({ ...visit, form })).catch((error) => {
        if (isSignedOut(error)) return interrupted(context, address, form);
        throw error;
      });
    });
  }

  async function visited(
    name: PageName,
    { roles }: PageRoute,
    context: Context,
    run: (visit: Visit) => Promise<Outcome>,
  ): Promise<Response> {
    const person = await jar.sessionOf(context);
    if (!person) return toSignIn(context);
    const renewal = signIn.renewalOf?.(person);
    // 307: a form that was sent goes on to where it is renewed, and comes back from there, as it is.
    if (renewal) return context.redirect(withBack(renewal, addressIn(context)), 307);
    if (!roles.includes(person.role)) {
      // Finance begins somewhere else.
      if (name === 'home') return context.redirect(startFor(person.role), 303);
      return errorPage(context, 403, 'forbidden', 'This page is not for your role');
    }
    const api = apiFor(person.token, options.callApi);
    const now = options.now();
    const outcome = await run({
      person,
      api,
      now,
      hubs: await hubsAt(api, now),
      param: (parameter) => context.req.param(parameter) ?? '',
      query: (parameter) => (context.req.query(parameter) ?? '').trim(),
      console: options.console,
      drafts: jar.draftsOf(context, person),
      newId: options.newId,
    });
    if ('json' in outcome) return context.json(outcome.json);
    if ('fileName' in outcome) return kept(context, outcome);
    if (!('goTo' in outcome)) return drawn(context, outcome, outcome.errors ? 422 : 200);
    if (outcome.notice) await jar.leaveNotice(context, outcome.notice);
    return context.redirect(outcome.goTo, 303);
  }

  function kept(context: Context, { fileName, text }: FileToKeep): Response {
    return context.body(text, 200, {
      'content-type': fileName.endsWith('.json') ? 'application/json' : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
    });
  }

  async function drawn(context: Context, view: View, status?: 200 | 422 | ErrorStatus): Promise<Response> {
    return drawnFor(await jar.sessionOf(context), context, view, status);
  }

  async function drawnFor(
    person: Session | undefined,
    context: Context,
    view: View,
    status: 200 | 422 | ErrorStatus = 200,
  ): Promise<Response> {
    const html = draw(view.template, {
      ...view.data,
      title: view.title,
      errors: view.errors,
      notice: await jar.takeNotice(context),
      path: context.req.path,
      assets: assets.base,
      csrf: person?.csrf,
      account: person?.name,
      role: person?.role,
      navigation: person ? navigationFor(person.role, context.req.path) : [],
      bar: await bar?.show(person),
    });
    return context.html(html, status);
  }

  function errorPage(context: Context, status: ErrorStatus, template: string, title: string) {
    return drawn(context, { template, title, data: {} }, status);
  }

  function toSignIn(context: Context): Response {
    jar.endSession(context);
    return context.redirect(withBack('/sign-in', addressIn(context)), 303);
  }

  /** The session is over. What was sent with it stays on the page, to be sent once its person has signed in again. */
  async function interrupted(context: Context, address: string, form?: Form): Promise<Response> {
    jar.endSession(context);
    const ticket = form && (await tokens.ticketFor(form.text('csrf'), address));
    const view = {
      template: 'signed-out',
      title: 'Sign in again',
      data: { signIn: withBack('/sign-in', address), kept: keptForm(address, form, ticket) },
    };
    return drawnFor(undefined, context, view, 401);
  }

  /** The form is of another session. If that was the same person's, it can be sent again with one press. */
  async function outOfDate(context: Context, address: string, form: Form, { actor }: Session) {
    const token = form.text('csrf');
    const ticket = tokens.isOf(actor, token) ? await tokens.ticketFor(token, address) : undefined;
    const data = { kept: keptForm(address, form, ticket) };
    return drawn(context, { template: 'stale', title: 'This page is out of date', data }, 403);
  }

  function failed(context: Context, error: Error): Response | Promise<Response> {
    if (error instanceof FormIsStale || (error instanceof HTTPException && error.status < 500)) {
      return errorPage(context, 403, 'stale', 'This page is out of date');
    }
    if (error instanceof PageNotFound) return errorPage(context, 404, 'not-found', 'Page not found');
    if (error instanceof CookieTooLarge) return errorPage(context, 500, 'problem', 'This form is too long');
    if (error instanceof ApiProblem) {
      // Not to sign-in by itself: an issuer that knows its visitor would send them straight back, and so on.
      if (isSignedOut(error)) return interrupted(context, addressIn(context));
      if (error.status === 403) return errorPage(context, 403, 'forbidden', 'This is not for your role');
      // What a made-up address asks for is malformed: there is no such page.
      if (error.status < 500) return errorPage(context, 404, 'not-found', 'Page not found');
    }
    options.onDefect(error);
    return errorPage(context, 500, 'problem', 'Sorry, there is a problem with the service');
  }
}

const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === 401;

/** What was asked for, to come back to. */
function addressIn(context: Context): string {
  const { pathname, search } = new URL(context.req.url);
  return safeReturn(`${pathname}${search}`);
}

const withBack = (path: string, back: string): string =>
  back === '/' ? path : `${path}?back=${encodeURIComponent(back)}`;

/** What somebody typed, to be sent as it is; nothing where it would be sent without its file, or not be taken. */
function keptForm(address: string, form: Form | undefined, ticket: string | undefined) {
  if (!form || !ticket || form.hasFiles) return undefined;
  const typed = form.typed.filter(([name]) => name !== 'csrf').map(([name, value]) => ({ name, value }));
  return { address, ticket, typed };
}
