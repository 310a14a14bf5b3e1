import type { IncomingMessage, ServerResponse } from 'node:http';

/** A response of the host's own servers. */
export interface Reply {
  readonly status: number;
  /** A header may come more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
}

/** The body is larger than anything that is served here. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The caller went away before the whole request was here: there is nobody left to answer. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** API Gateway and Lambda would take a little more. A payer's file of 1 MiB comes in a form that is a little larger. */
const MOST_BYTES = 2 * 1024 * 1024;

/** The whole body as text. Throws CallerGone, or BodyTooLarge, having read the rest away so that the answer can be heard. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) chunks.push(chunk);
    }
  } catch (error) {
    throw new CallerGone('hung up while sending', { cause: error });
  }
  if (bytes > MOST_BYTES) throw new BodyTooLarge(`${bytes} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

export function send(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  const copied = Object.entries(headers).map(([name, value]): [string, string | string[]] => [
    name,
    typeof value === 'string' ? value : [...value],
  ]);
  response
    .writeHead(status, { ...Object.fromEntries(copied), 'content-length': Buffer.byteLength(body) })
    .end(body);
}

export const jsonReply = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});
