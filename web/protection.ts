import type { Context, Next } from 'hono';

/** Everything that a page needs comes from here, and nothing inline runs: what slipped through escaping would not. */
const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'"],
  ...["manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: a browser would then send forms with the Origin `null`.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** The headers of every answer. Pages are never kept: the next person at the same machine must not find them. */
export async function protect(context: Context, next: Next): Promise<void> {
  await next();
  const { headers } = context.res;
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  if (context.req.url.startsWith('https:')) {
    headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
}

/** Whether a form came from one of our own pages, as the browser says. Every browser says so with a POST. */
export function comesFromHere(headers: Headers, own: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site && !['same-origin', 'none'].includes(site)) return false;
  const origin = headers.get('origin');
  return !origin || origin === own;
}

/** An address to go back to after signing in: a page of this site, or the beginning. */
export function safeReturn(address: string | undefined): string {
  // A browser reads `//` and `/\` as another site, and passes over tabs and line breaks on the way there.
  return address && /^\/(?![/\\])[\x21-\x7e]*$/.test(address) && !address.startsWith('/sign-')
    ? address
    : '/';
}
