import * as http from 'node:http';
import * as https from 'node:https';

/** Where requests go, and, where it differs, the name under which the service is to know itself. */
export interface HttpAddress {
  readonly origin: string;
  readonly host: string | undefined;
}

/**
 * One request. Not `fetch`, which lets nobody name another host than it connects to: an emulator has every API at one
 * address, and tells them apart by a name that no DNS knows.
 */
export function httpCall(
  { origin, host }: HttpAddress,
  request: {
    readonly method: string;
    readonly path: string;
    readonly body: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<{ readonly status: number; readonly text: string }> {
  const { method, path, body, headers } = request;
  const { request: open } = origin.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const sent = open(
      `${origin}${path}`,
      {
        method,
        headers: {
          ...headers,
          ...(host === undefined ? {} : { host }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
        timeout: 30_000,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered within 30 seconds`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Where the API of a stage is called: at its public address, or, on an emulator, at the emulator's own, by the name that
 * API Gateway gives it there.
 *
 * @param endpoint AWS_ENDPOINT_URL
 */
export function apiAddress(
  { PublicUrl, ApiId }: { readonly PublicUrl: string; readonly ApiId: string },
  endpoint: string | undefined,
): HttpAddress {
  if (endpoint === undefined) return { origin: PublicUrl, host: undefined };
  const { host } = new URL(PublicUrl);
  const { origin, port } = new URL(endpoint);
  // One that says AWS's own name means no address of its own.
  const named = host.endsWith('.amazonaws.com') ? `${ApiId}.execute-api.localhost:${port || '80'}` : host;
  return { origin, host: named };
}
