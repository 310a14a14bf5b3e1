import type { IncomingMessage } from 'node:http';
import type { Hono } from 'hono';
import type { Reply } from './exchange.ts';

/** A page, as the app answers it: the request and its answer in the words of `fetch`, which the app speaks. */
export async function answerPages(
  { method = 'GET', headers }: IncomingMessage,
  url: URL,
  body: string,
  app: Hono,
): Promise<Reply> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
  );
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(new URL(`${url.pathname}${url.search}`, `http://${headers.host}`), {
    method,
    headers: given,
    ...(hasBody ? { body } : {}),
  });
  const response = await app.fetch(request);
  return {
    status: response.status,
    headers: {
      ...Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie')),
      'set-cookie': response.headers.getSetCookie(),
    },
    body: new Uint8Array(await response.arrayBuffer()),
  };
}
