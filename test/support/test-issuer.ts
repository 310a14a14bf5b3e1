import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { close, listen } from '../../local/http/listen.ts';

/** Somebody with an account at the issuer. */
export interface Account {
  readonly sub: string;
  readonly name?: string;
  readonly groups?: readonly string[];
}

/** An issuer of OpenID Connect on this machine, as strict as a real one: each code once, PKCE, registered addresses. */
export interface TestIssuer {
  readonly address: string;
  /** Who sits before the browser; undefined gives up. */
  account: Account | undefined;
  /** Seconds for which access tokens are good. */
  lifetime: number;
  /** Whether it gives tokens to renew with. */
  renews: boolean;
  /** Claims that it puts into ID tokens instead of the right ones. */
  lies: Readonly<Record<string, unknown>>;
  /** Whether somebody else signs its ID tokens, with a key of their own. */
  forged: boolean;
  /** What it was asked to do, and did: `token authorization_code`, `revoke`, `logout`. */
  readonly did: string[];
  /** Its answer to `/authorize`, without going there: where the browser would be sent. */
  authorize(address: string): string;
  stop(): Promise<void>;
}

interface Granted {
  readonly account: Account;
  readonly nonce?: string | undefined;
  readonly challenge?: string | undefined;
  readonly redirectUri?: string | undefined;
}

const KEY_ID = 'key-of-the-test';

export async function startTestIssuer(client: {
  readonly id: string;
  readonly secret?: string;
  readonly callbacks: readonly string[];
  readonly goodbyes: readonly string[];
  /** The issuer's access tokens are whatever the API under test believes. */
  readonly accessTokenFor: (account: Account) => Promise<string>;
}): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const { privateKey: foreignKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Granted>();
  const refreshTokens = new Map<string, Account>();
  const server = createServer((request, response) => void answer(request, response));
  const address = await listen(server, 0);
  const issuer: TestIssuer = {
    address,
    account: undefined,
    lifetime: 3600,
    renews: true,
    lies: {},
    forged: false,
    did: [],
    authorize,
    stop: () => close(server),
  };
  return issuer;

  function authorize(asked: string): string {
    const query = new URL(asked).searchParams;
    const redirectUri = query.get('redirect_uri') ?? '';
    const state = query.get('state') ?? '';
    if (query.get('client_id') !== client.id || !client.callbacks.includes(redirectUri)) {
      throw new Error(`the issuer knows no ${redirectUri} of ${query.get('client_id')}`);
    }
    if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256') {
      throw new Error('the issuer wants a code and S256');
    }
    const back = new URL(redirectUri);
    back.searchParams.set('state', state);
    if (!issuer.account) {
      back.searchParams.set('error', 'access_denied');
      return back.href;
    }
    const code = randomBytes(16).toString('hex');
    codes.set(code, {
      account: issuer.account,
      nonce: query.get('nonce') ?? undefined,
      challenge: query.get('code_challenge') ?? undefined,
      redirectUri,
    });
    back.searchParams.set('code', code);
    return back.href;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', address);
    const form = new URLSearchParams(await textOf(request));
    const away = leadsTo(url);
    if (away) {
      response.writeHead(302, { location: away }).end();
      return;
    }
    const [status, body] = await reply(url.pathname, form);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  /** Where a browser that comes here is sent on to. */
  function leadsTo({ href, pathname, searchParams }: URL): string | undefined {
    if (pathname === '/authorize') return authorize(href);
    const back = searchParams.get('post_logout_redirect_uri') ?? '';
    if (pathname !== '/logout' || !client.goodbyes.includes(back)) return undefined;
    issuer.did.push('logout');
    issuer.account = undefined;
    return back;
  }

  async function reply(pathname: string, form: URLSearchParams): Promise<[number, unknown]> {
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return [200, discovery()];
      case '/jwks':
        return [200, { keys: [jwk] }];
      case '/token':
        return token(form);
      case '/revoke':
        issuer.did.push('revoke');
        refreshTokens.delete(form.get('token') ?? '');
        return [200, {}];
      default:
        return [404, {}];
    }
  }

  function discovery() {
    return {
      issuer: address,
      authorization_endpoint: `${address}/authorize`,
      token_endpoint: `${address}/token`,
      revocation_endpoint: `${address}/revoke`,
      end_session_endpoint: `${address}/logout`,
      jwks_uri: `${address}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile'],
    };
  }

  async function token(form: URLSearchParams): Promise<[number, unknown]> {
    const grant = form.get('grant_type') ?? '';
    issuer.did.push(`token ${grant}`);
    if (
      form.get('client_id') !== client.id ||
      (client.secret && form.get('client_secret') !== client.secret)
    ) {
      return [401, { error: 'invalid_client' }];
    }
    const granted = grant === 'refresh_token' ? renewed(form) : redeemed(form);
    if (!granted) return [400, { error: 'invalid_grant' }];
    const refreshToken = randomBytes(1335).toString('base64url');
    if (issuer.renews) refreshTokens.set(refreshToken, granted.account);
    return [
      200,
      {
        token_type: 'Bearer',
        access_token: await client.accessTokenFor(granted.account),
        id_token: await idToken(granted),
        expires_in: issuer.lifetime,
        // A new one for each code, as Cognito does, and none for a renewal.
        ...(issuer.renews && grant !== 'refresh_token' ? { refresh_token: refreshToken } : {}),
      },
    ];
  }

  /** A code is taken once, by who began with its challenge. */
  function redeemed(form: URLSearchParams): Granted | undefined {
    const code = form.get('code') ?? '';
    const granted = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return granted?.challenge === challenge && granted.redirectUri === form.get('redirect_uri')
      ? granted
      : undefined;
  }

  /** For the account as it is now: it may have been moved to another group, or be gone. */
  function renewed(form: URLSearchParams): Granted | undefined {
    const known = refreshTokens.get(form.get('refresh_token') ?? '');
    return known && issuer.account ? { account: { ...known, ...issuer.account } } : undefined;
  }

  function idToken({ account: { sub, name, groups }, nonce }: Granted): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: address, aud: client.id, sub, name, nonce, 'cognito:groups': groups };
    return new SignJWT({ ...claims, iat: now, exp: now + 3600, ...issuer.lies })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      .sign(issuer.forged ? foreignKey : privateKey);
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
