import type { IncomingMessage } from 'node:http';
import { reason } from '../../core/reason.ts';
import { problem } from '../../functions/support/problem.ts';
import { API_BASE, ROUTES } from '../../workflows/routes.ts';
import type { Invoker } from '../invoker.ts';
import type { Reply } from './exchange.ts';
import { type AuthorizedClaims, claimsOf } from './sign-in.ts';

/** The HTTP API as API Gateway would have it: finds the route, checks the token, calls the route's function. */
export interface ApiOptions {
  readonly invoker: Invoker;
  readonly secret: Uint8Array;
  /** The virtual instant, epoch milliseconds: what API Gateway calls `timeEpoch`. */
  readonly now: () => number;
}

interface Match {
  readonly path: `api/${string}`;
  readonly open: boolean;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Answers a request below /api/v1. */
export async function answerApi(
  request: IncomingMessage,
  url: URL,
  body: string,
  { invoker, secret, now }: ApiOptions,
): Promise<Reply> {
  const matches = matchesOf(url.pathname);
  if (matches.length === 0) return replyOf(problem([reason('not-found', '')]));
  const match = matches.find((each) => ROUTES[each.name].method === request.method);
  if (!match) return replyOf(problem([reason('method-not-allowed', '')]));
  const claims = await claimsOf(request.headers.authorization, secret);
  if (!claims && !match.open) return replyOf(problem([reason('not-signed-in', 'Authorization')]));
  const event = eventOf(request, url, body, match, claims, now());
  return replyOf(await invoker.invoke(match.path, event));
}

function matchesOf(pathname: string): (Match & { name: keyof typeof ROUTES })[] {
  const names = Object.keys(ROUTES) as (keyof typeof ROUTES)[];
  return names.flatMap((name) => {
    const { path, roles } = ROUTES[name];
    const parameters = parametersOf(`${API_BASE}${path}`, pathname);
    return parameters ? [{ name, path: `api/${name}` as const, open: roles.length === 0, parameters }] : [];
  });
}

/** The parameters of a path that follows the pattern; undefined where it does not, or does not decode. */
function parametersOf(pattern: string, pathname: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name && part !== value) return undefined;
    if (!name) continue;
    try {
      parameters[name] = decodeURIComponent(value);
    } catch {
      return undefined;
    }
  }
  return parameters;
}

/** As API Gateway hands them over: a name that comes twice has its values in one, with commas. */
function parametersIn(search: URLSearchParams): Record<string, string> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(names.map((name) => [name, search.getAll(name).join(',')]));
}

function eventOf(
  request: IncomingMessage,
  url: URL,
  body: string,
  { parameters }: Match,
  claims: AuthorizedClaims | undefined,
  timeEpoch: number,
) {
  return {
    version: '2.0',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: request.headers,
    queryStringParameters: parametersIn(url.searchParams),
    pathParameters: parameters,
    requestContext: {
      http: { method: request.method, path: url.pathname },
      timeEpoch,
      ...(claims ? { authorizer: { jwt: { claims } } } : {}),
    },
    body,
    isBase64Encoded: false,
  };
}

/** A function's answer as it goes over the wire. */
function replyOf(answer: unknown): Reply {
  const { statusCode, headers, body } = answer as ReturnType<typeof problem>;
  return {
    status: statusCode ?? 200,
    headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
    body: body ?? '',
  };
}
