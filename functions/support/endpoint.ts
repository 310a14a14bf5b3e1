import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { roleIn } from '../../core/account-groups.ts';
import { actorSchema } from '../../core/codes.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import { CursorInvalid } from '../../core/page.ts';
import { reason } from '../../core/reason.ts';
import { ROUTES, type Route, type RouteName, SCOPE_PREFIX } from '../../workflows/routes.ts';
import type { Caller } from '../use-cases/caller.ts';
import { isRefusal, type Refusal } from '../use-cases/refusal.ts';
import { ChangedMeanwhile } from '../use-cases/try-again.ts';
import { type Deps, deps } from './deps.ts';
import { log } from './log.ts';
import { problem, reasonsOf } from './problem.ts';

/** A request as a route sees it. */
export interface Request {
  readonly caller: Caller;
  readonly now: Instant;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly header: (name: string) => string | undefined;
  /** The body, parsed as JSON and nothing more; undefined where the route takes none. It may be nested deeper than could be written again. */
  readonly body: unknown;
  /** The body as it came. */
  readonly text: string;
}

/** What a route answers: a status with something to write as JSON, or with a text of another type. */
export type Answer =
  | { readonly status: number; readonly body: unknown }
  | {
      readonly status: number;
      readonly contentType: string;
      readonly text: string;
      /** Offers it to be kept as a file of this name. */
      readonly fileName?: string;
    };

/** 64 KiB: ten times the largest form there is. */
const MOST_BYTES = 64 * 1024;
/** 1 MiB: of files, that of a payer with the most lines that are taken. */
const MOST_FILE_BYTES = 1024 * 1024;

/** The body is not JSON. A 400, not a failure. */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
}

/**
 * One route of the API: finds out who calls and whether they may, reads the body, and turns refusals and
 * malformed input into problems with published codes. Anything else that is thrown is a defect: 500, logged.
 */
export function endpoint(name: RouteName, run: (request: Request, deps: Deps) => Promise<Answer | Refusal>) {
  const { roles, takes }: Route = ROUTES[name];
  const mostBytes = takes ? MOST_FILE_BYTES : MOST_BYTES;
  return middy(
    async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
      const caller = callerOf(event);
      if (!caller && roles.length > 0) return problem([reason('not-signed-in', 'Authorization')]);
      if (caller && roles.length > 0 && !roles.includes(caller.role)) {
        return problem([reason('not-permitted', 'Authorization')]);
      }
      const text = bodyOf(event);
      if (Buffer.byteLength(text) > mostBytes) return problem([reason('body-too-large', '')]);
      const answer = await run(
        {
          caller: caller ?? ANYBODY,
          now: instantOf(event.requestContext.timeEpoch),
          path: event.pathParameters ?? {},
          query: event.queryStringParameters ?? {},
          header: (header) => event.headers[header.toLowerCase()],
          body: takes ? undefined : parseJson(text),
          text,
        },
        deps(),
      );
      return isRefusal(answer) ? problem(answer.refused) : written(answer);
    },
  ).onError((request) => {
    const { error } = request;
    const expected = expectedProblem(error);
    if (!expected || expected.statusCode === 503) log.failure(`${name} failed`, error, { route: name });
    request.response = expected ?? defect();
  });
}

/** Routes without roles never look at their caller. */
const ANYBODY: Caller = { role: 'finance', actor: actorSchema.parse('anybody') };

const claimsSchema = z.object({
  sub: actorSchema,
  // A list, where an emulator hands it over as it stands in the token.
  'cognito:groups': z
    .union([z.string(), z.array(z.string()).transform((groups) => groups.join(' '))])
    .default(''),
  scope: z.string().default(''),
});

/**
 * The caller as the authorizer vouched for them. A person's groups come as the text `[hub hub-origin]`. A program has no
 * groups: its role is its token's scope.
 */
function callerOf(event: APIGatewayProxyEventV2WithJWTAuthorizer): Caller | undefined {
  const claims = claimsSchema.safeParse(event.requestContext.authorizer?.jwt?.claims);
  if (!claims.success) return undefined;
  const { sub: actor, 'cognito:groups': text, scope } = claims.data;
  const scopes = scope.split(' ').filter((each) => each.startsWith(SCOPE_PREFIX));
  const role = roleIn([
    ...text.replace(/[[\]]/g, '').split(/[\s,]+/),
    ...scopes.map((each) => each.slice(SCOPE_PREFIX.length)),
  ]);
  return role && { ...role, actor };
}

function bodyOf({ body = '', isBase64Encoded }: APIGatewayProxyEventV2WithJWTAuthorizer): string {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedJson('the body is not JSON', { cause: error });
  }
}

/** The adapters' word for what passes by itself: the table throttles, or was not reached. */
const UNAVAILABLE = 'TableUnavailable';

function expectedProblem(error: unknown): APIGatewayProxyStructuredResultV2 | undefined {
  if (error instanceof z.ZodError) return problem(reasonsOf(error));
  if (error instanceof MalformedJson) return problem([reason('malformed-json', '')]);
  if (error instanceof CursorInvalid) return problem([reason('cursor-invalid', 'cursor')]);
  if (error instanceof ChangedMeanwhile) return problem([reason('changed-meanwhile', '')]);
  if (error instanceof Error && error.name === UNAVAILABLE) return problem([reason('unavailable', '')]);
  return undefined;
}

function written(answer: Answer): APIGatewayProxyStructuredResultV2 {
  const [contentType, body] =
    'text' in answer ? [answer.contentType, answer.text] : ['application/json', JSON.stringify(answer.body)];
  const fileName = 'text' in answer ? answer.fileName : undefined;
  return {
    statusCode: answer.status,
    headers: {
      'content-type': contentType,
      'cache-control': 'no-store',
      ...(fileName ? { 'content-disposition': `attachment; filename="${fileName}"` } : {}),
    },
    body,
  };
}

/** Says nothing of what went wrong inside: the log does. */
function defect(): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 500,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify({ type: 'about:blank', title: 'Something went wrong on our side.', status: 500 }),
  };
}
