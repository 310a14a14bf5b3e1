import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Hono } from 'hono';
import { reason } from '../../core/reason.ts';
import { problem } from '../../functions/support/problem.ts';
import { API_BASE } from '../../workflows/routes.ts';
import { type ApiOptions, answerApi } from './api.ts';
import { BodyTooLarge, CallerGone, jsonReply, type Reply, send, textOf } from './exchange.ts';
import { answerLocal, type LocalApiOptions } from './local-api.ts';
import { answerPages } from './pages.ts';

export interface FrontServerOptions extends ApiOptions, LocalApiOptions {
  /** 503 until it says so. */
  readonly ready: () => boolean;
  /** A request of the API begins and ends: while one runs, the host is not quiet. */
  readonly onRequest: () => () => void;
  readonly onDefect: (error: unknown) => void;
  /** What is neither the API nor local only: the pages. */
  readonly pages: Hono;
}

/** What people and scripts talk to: the API, /health, what is local only, and the pages. */
export function frontServer(options: FrontServerOptions): Server {
  return createServer(async (request, response) => {
    send(response, await answer(request, options));
  });
}

/** Where machines look for something: what is not there is told in their language. */
const FOR_MACHINES = /^\/(api|local)\//;

async function answer(request: IncomingMessage, options: FrontServerOptions): Promise<Reply> {
  try {
    if (!isFromHere(request)) {
      return plain(problem([reason('not-permitted', 'Host', 'Only this machine is served.')]));
    }
    const url = addressOf(request);
    if (!url) return plain(problem([reason('not-found', '')]));
    const body = await textOf(request);
    if (url.pathname === '/health') return health(options);
    if (!options.ready()) return jsonReply(503, { status: 'starting' });
    if (url.pathname === API_BASE || url.pathname.startsWith(`${API_BASE}/`)) {
      const ended = options.onRequest();
      return await answerApi(request, url, body, options).finally(ended);
    }
    const local = await answerLocal(request.method ?? 'GET', url.pathname, body, options);
    if (local) return local;
    if (FOR_MACHINES.test(url.pathname)) return plain(problem([reason('not-found', '')]));
    // A page asks the API in its turn: it is no request of its own, or moving the clock would wait for itself.
    return await answerPages(request, url, body, options.pages);
  } catch (error) {
    if (error instanceof BodyTooLarge) return plain(problem([reason('body-too-large', '')]));
    if (error instanceof CallerGone) return plain(problem([reason('malformed-json', '')]));
    options.onDefect(error);
    return jsonReply(500, { title: 'Something went wrong on our side.', status: 500 });
  }
}

/** A page of another site must not reach us through this machine's browser, by a name or by a script. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const here = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
  const origin = headers.origin;
  return here.test(headers.host ?? '') && (!origin || here.test(origin.replace(/^http:\/\//, '')));
}

/** What is asked for; undefined where it is no address at all, like `//[`. */
function addressOf({ url = '/' }: IncomingMessage): URL | undefined {
  return URL.parse(url, 'http://127.0.0.1') ?? undefined;
}

function health({ ready, now }: FrontServerOptions): Reply {
  return ready()
    ? jsonReply(200, { status: 'ok', now: new Date(now()).toISOString() })
    : jsonReply(503, { status: 'starting', now: new Date(now()).toISOString() });
}

const plain = ({ statusCode, headers, body }: ReturnType<typeof problem>): Reply => ({
  status: statusCode ?? 500,
  headers: { 'content-type': String(headers?.['content-type'] ?? 'application/json') },
  body: body ?? '',
});
