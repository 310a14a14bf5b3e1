import * as z from 'zod';
import { API_BASE } from '../workflows/routes.ts';

/** A call of the JSON API: all that the pages know of the programme comes through it, and every rule stays there. */
export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below the API's base, with its query: `/asks?status=open`. */
  readonly path: string;
  readonly token: string;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The port: fetch to the API's address, both locally and on AWS. The body is parsed JSON, or the text of a file. */
export type CallApi = (call: ApiCall) => Promise<{ readonly status: number; readonly body: unknown }>;

const problemSchema = z.object({
  title: z.string().optional(),
  errors: z.array(z.object({ code: z.string(), field: z.string(), detail: z.string() })).default([]),
});
export type Fault = z.infer<typeof problemSchema>['errors'][number];

/** The API said no in a way that no form can put right: not signed in, not there, or broken. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly faults: readonly Fault[];
  constructor({ method, path }: ApiCall, status: number, faults: readonly Fault[]) {
    // The query stays out: what somebody searched for is nobody's business in a log.
    super(`${method} ${path.split('?')[0]} was answered with ${status}`);
    this.status = status;
    this.faults = faults;
  }
}

/** What the API refuses for reasons that the person can put right: shown on the form again. */
export interface Refused {
  readonly faults: readonly Fault[];
}
export const isRefused = (answer: object): answer is Refused => 'faults' in answer;

/** The API as one signed-in person may use it. */
export interface Api {
  /** @throws ApiProblem unless the answer is a success */
  get<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer>;
  /** A file, as CSV. @throws ApiProblem unless there is one */
  file(path: string): Promise<string>;
  /** Does something, or tells why not. @throws ApiProblem for 401, 403, 404 and failures */
  post<Answer extends object>(
    path: string,
    body: unknown,
    schema: z.ZodType<Answer>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer | Refused>;
}

/** The person's own view of the API. */
export function apiFor(token: string, call: CallApi): Api {
  const ask = async (request: ApiCall) => {
    const { status, body } = await call(request);
    return { status, body, faults: problemSchema.safeParse(body).data?.errors ?? [] };
  };
  return {
    async get(path, schema) {
      const request: ApiCall = { method: 'GET', path, token };
      const { status, body, faults } = await ask(request);
      if (status !== 200) throw new ApiProblem(request, status, faults);
      return schema.parse(body);
    },
    async file(path) {
      const request: ApiCall = { method: 'GET', path, token, headers: { accept: 'text/csv' } };
      const { status, body, faults } = await ask(request);
      if (status !== 200 || typeof body !== 'string') throw new ApiProblem(request, status, faults);
      return body;
    },
    async post(path, body, schema, headers = {}) {
      const request: ApiCall = { method: 'POST', path, token, body, headers };
      const { status, body: answer, faults } = await ask(request);
      if (status < 300) return schema.parse(answer);
      if ([400, 409, 422].includes(status) && faults.length > 0) return { faults };
      throw new ApiProblem(request, status, faults);
    },
  };
}

/** The port over HTTP. The address is asked for at each call: locally it is known only once the host listens. */
export function fetchApi(address: () => string): CallApi {
  return async ({ method, path, token, body, headers }) => {
    const response = await fetch(`${address()}${API_BASE}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    // A file keeps its byte order mark: its seal is checked byte by byte.
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
    // A gateway on the way refuses what is far too long by itself, and says so in no JSON, or in no words at all.
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  };
}

/** A path with its query; what is undefined or empty is left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value ? [[name, value]] : [],
  );
  const text = new URLSearchParams(given).toString();
  return text ? `${path}?${text}` : path;
}
