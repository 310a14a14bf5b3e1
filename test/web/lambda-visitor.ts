import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';

/** What the pages' function answers. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly html: string;
  /** The address that was answered in the end. */
  readonly address: string;
}

interface Kept {
  readonly name: string;
  readonly path: string;
  readonly value: string;
}

type Handler = (event: LambdaEvent, context?: LambdaContext) => Promise<unknown>;

/** What an HTTP API takes of a request line and headers, in bytes. */
const MOST_HEADERS = 10_240;
/** What browsers and a content delivery network send besides, generously. */
const USUAL_HEADERS = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-GB,en-US;q=0.9,en;q=0.8',
  'user-agent': `Mozilla/5.0 (Sample; ${'x'.repeat(90)}) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36`,
  'x-amzn-trace-id': 'Root=1-00000000-000000000000000000000000',
  'x-forwarded-for': '192.0.2.1, 192.0.2.2',
};

/** A browser before an HTTP API: keeps cookies as browsers do, and sends what the API makes an event of. */
export class LambdaVisitor {
  readonly #handler: Handler;
  readonly #origin: string;
  /** Whether bodies come encoded, as some gateways always send them. */
  encodes = false;
  cookies: Kept[] = [];

  constructor(handler: Handler, origin: string) {
    this.#handler = handler;
    this.#origin = origin;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    return this.#send('GET', path, undefined, headers);
  }

  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PageAnswer> {
    return this.#send('POST', path, new URLSearchParams(fields).toString(), headers);
  }

  /** Follows redirects within the service; stops before another site. 307 sends the form on. */
  async follow(answer: PageAnswer, fields?: Readonly<Record<string, string>>): Promise<PageAnswer> {
    const location = answer.headers['location'];
    if (!location?.startsWith('/')) return answer;
    const next =
      answer.status === 307 && fields ? await this.post(location, fields) : await this.get(location);
    return this.follow(next, fields);
  }

  /** The cookies that go to an address. */
  cookiesFor(path: string): string[] {
    const { pathname } = new URL(path, this.#origin);
    return this.cookies
      .filter(({ path: of }) => of === '/' || pathname === of || pathname.startsWith(`${of}/`))
      .map(({ name, value }) => `${name}=${value}`);
  }

  async #send(
    method: string,
    path: string,
    body: string | undefined,
    more: Readonly<Record<string, string>>,
  ): Promise<PageAnswer> {
    const url = new URL(path, this.#origin);
    const headers = {
      ...USUAL_HEADERS,
      host: url.host,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin }),
      ...more,
    };
    const cookies = this.cookiesFor(path);
    const size = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).flat(), cookies.join('; ')];
    if (size.join('').length > MOST_HEADERS) throw new Error(`${path}: 431, headers of too many bytes`);
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      cookies,
      headers,
      requestContext: {
        accountId: '000000000000',
        apiId: 'sample',
        authentication: null,
        authorizer: {},
        domainName: url.host,
        domainPrefix: 'sample',
        http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
        requestId: 'sample',
        routeKey: '$default',
        stage: '$default',
        time: '',
        timeEpoch: 0,
      },
      body: body === undefined ? null : this.encodes ? Buffer.from(body).toString('base64') : body,
      isBase64Encoded: body !== undefined && this.encodes,
    } satisfies LambdaEvent;
    const answer = answerOf(await this.#handler(JSON.parse(JSON.stringify(event))));
    for (const cookie of answer.cookies) this.#keep(cookie);
    return { ...answer, address: path };
  }

  #keep(cookie: string): void {
    if (cookie.length > 4096) throw new Error(`a browser takes no cookie of ${cookie.length} bytes`);
    const [pair = '', ...attributes] = cookie.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((each) => each.startsWith('Path='))?.slice('Path='.length) ?? '/';
    this.cookies = this.cookies.filter((kept) => kept.name !== name || kept.path !== path);
    if (attributes.includes('Max-Age=0')) return;
    this.cookies.push({ name, path, value: pair.slice(name.length + 1) });
  }
}

function answerOf(result: unknown): Omit<PageAnswer, 'address'> {
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as {
    statusCode: number;
    headers: Record<string, string>;
    cookies?: string[];
    body: string;
    isBase64Encoded: boolean;
  };
  const html = isBase64Encoded ? Buffer.from(body, 'base64').toString('latin1') : body;
  return { status: statusCode, headers, cookies: cookies ?? [], html };
}

/** What a page's forms bring back. */
export const csrfIn = ({ html }: PageAnswer): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
export const headingOf = ({ html }: PageAnswer): string =>
  (/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '').trim();
