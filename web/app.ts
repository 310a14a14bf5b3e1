import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Instant } from '../core/instant.ts';
import { ApiProblem, apiFor, type CallApi } from './api.ts';
import { readAssets } from './assets.ts';
import { cookieJar } from './cookie-jar.ts';
import { DraftTooLarge } from './drafts.ts';
import { drawingFrom } from './drawing.ts';
import { formIn } from './form.ts';
import { navigationFor } from './navigation.ts';
import { type FileToKeep, type Outcome, type Page, PageNotFound, type View, type Visit } from './page.ts';
import { PAGES_BY_NAME } from './pages.ts';
import { comesFromHere, protect, safeReturn } from './protection.ts';
import { PAGES, type PageName, type PageRoute, startFor } from './routes.ts';
import { sessionSchema } from './session.ts';
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
  /** Told what went wrong inside. */
  readonly onDefect: (error: unknown) => void;
  /** Local only: the clock and the personas. A deployed app is made without it. */
  readonly bar?: LocalBar;
}

/** A form of a page that belongs to a session that is over. */
class FormIsStale extends Error {
  override readonly name = 'FormIsStale';
}

type ErrorStatus = 403 | 404 | 500;

/** The pages as one application, for Lambda and for the local host alike. */
export function createApp(options: AppOptions): Hono {
  const { signIn, bar } = options;
  const app = new Hono();
  const ownOrigin = (context: Context) => options.origin ?? new URL(context.req.url).origin;
  const jar = cookieJar(options.secret, ownOrigin);
  const draw = drawingFrom([signIn.templates, bar?.templates].filter((each) => each !== undefined));
  const assets = readAssets();

  app.use(protect);
  app.get('/assets/*', (context) => {
    const asset = assets.get(context.req.path);
    if (!asset) return context.body('Not found', 404);
    const headers = { 'content-type': asset.type, 'cache-control': 'public, max-age=3600' };
    return context.body(asset.bytes, 200, headers);
  });
  app.use(async (context, next) => {
    if (context.req.method !== 'POST' || comesFromHere(context.req.raw.headers, ownOrigin(context))) {
      return next();
    }
    return errorPage(context, 403, 'forbidden', 'This form was not sent from our page');
  });
  signIn.mount(app, {
    draw: (context, template, data) => drawn(context, { template, data, title: data.title }),
    async establish(context, person) {
      const session = sessionSchema.parse({ ...person, csrf: options.newId() });
      await jar.beginSession(context, session);
      return context.redirect(startFor(session.role), 303);
    },
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
      return visited(name, route, context, (visit) => {
        if (form.text('csrf') !== visit.person.csrf) throw new FormIsStale('of another session');
        return act({ ...visit, form });
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
    if (!roles.includes(person.role)) {
      // Finance begins somewhere else.
      if (name === 'home') return context.redirect(startFor(person.role), 303);
      return errorPage(context, 403, 'forbidden', 'This page is not for your role');
    }
    const outcome = await run({
      person,
      api: apiFor(person.token, options.callApi),
      now: options.now(),
      param: (parameter) => context.req.param(parameter) ?? '',
      query: (parameter) => (context.req.query(parameter) ?? '').trim(),
      drafts: jar.draftsOf(context, person),
      newId: options.newId,
    });
    if ('fileName' in outcome) return kept(context, outcome);
    if (!('goTo' in outcome)) return drawn(context, outcome, outcome.errors ? 422 : 200);
    if (outcome.notice) await jar.leaveNotice(context, outcome.notice);
    return context.redirect(outcome.goTo, 303);
  }

  function kept(context: Context, { fileName, text }: FileToKeep): Response {
    return context.body(text, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
    });
  }

  async function drawn(
    context: Context,
    view: View,
    status: 200 | 422 | ErrorStatus = 200,
  ): Promise<Response> {
    const person = await jar.sessionOf(context);
    const html = draw(view.template, {
      ...view.data,
      title: view.title,
      errors: view.errors,
      notice: await jar.takeNotice(context),
      path: context.req.path,
      csrf: person?.csrf,
      account: person?.name,
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
    const back = context.req.method === 'GET' ? safeReturn(context.req.path) : '/';
    return context.redirect(back === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(back)}`, 303);
  }

  function failed(context: Context, error: Error): Response | Promise<Response> {
    if (error instanceof FormIsStale || (error instanceof HTTPException && error.status < 500)) {
      return errorPage(context, 403, 'stale', 'This page is out of date');
    }
    if (error instanceof PageNotFound) return errorPage(context, 404, 'not-found', 'Page not found');
    if (error instanceof DraftTooLarge) return errorPage(context, 500, 'problem', 'This form is too long');
    if (error instanceof ApiProblem) {
      if (error.status === 401) return toSignIn(context);
      if (error.status === 403) return errorPage(context, 403, 'forbidden', 'This is not for your role');
      // What a made-up address asks for is malformed: there is no such page.
      if (error.status < 500) return errorPage(context, 404, 'not-found', 'Page not found');
    }
    options.onDefect(error);
    return errorPage(context, 500, 'problem', 'Sorry, there is a problem with the service');
  }
}
