import * as oidc from 'openid-client';
import * as z from 'zod';
import { actorSchema } from '../core/codes.ts';

/** Who vouches for our users, and as whom it knows this service. */
export interface IssuerSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** None where the issuer knows this service as a public client: then the proof of PKCE stands alone. */
  readonly clientSecret?: string | undefined;
  /** The claim of the ID token with an account's groups. */
  readonly rolesClaim: string;
  /** Where the issuer sends people back to once they have signed in, and once they have signed out. */
  readonly callback: URL;
  readonly signedOut: URL;
}

/** What one sign-in must bring back to be the one that was begun here. */
export const proofSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type Proof = z.infer<typeof proofSchema>;

/** Somebody as the issuer knows them, with the tokens that it gave. */
export interface Vouched {
  readonly accessToken: string;
  /** Seconds for which that is good. */
  readonly lifetime: number;
  readonly refreshToken: string | undefined;
  /** None where tokens were renewed and nothing was said about the person. */
  readonly person: VouchedPerson | undefined;
}
export interface VouchedPerson {
  readonly actor: string;
  readonly name: string | undefined;
  readonly groups: readonly string[];
}

/** Nobody signed in: they gave up, or what they brought is used up, revoked or expired. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
}

/** The issuer did not vouch for anybody; the message is its code, never its words: they may name the person. */
export class NotVouchedFor extends Error {
  override readonly name = 'NotVouchedFor';
}

/** An issuer of OpenID Connect. Every call but the first address goes straight to it, never through the browser. */
export interface Issuer {
  begin(): Promise<{ readonly address: URL; readonly proof: Proof }>;
  /** @param query what came back with the browser. @throws NotSignedIn, NotVouchedFor */
  finish(query: string, proof: Proof): Promise<Vouched>;
  /** @throws NotSignedIn, NotVouchedFor */
  renew(refreshToken: string): Promise<Vouched>;
  revoke(refreshToken: string): Promise<void>;
  /** Where to sign out of the issuer too; undefined where it has no such place. */
  goodbye(): Promise<URL | undefined>;
}

const HOUR = 3600;
const groupsSchema = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,]+/))])
  .catch([]);
/** A name that is an address would put an email on every page. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^@]+$/)
  .optional()
  .catch(undefined);

export function oidcIssuer(settings: IssuerSettings): Issuer {
  const { clientId, clientSecret, rolesClaim, callback, signedOut } = settings;
  const server = new URL(settings.issuer);
  let found: Promise<oidc.Configuration> | undefined;
  const discovered = () => {
    // Kept, unless it failed: the issuer may answer the next time.
    found ??= oidc
      .discovery(server, clientId, clientSecret, clientSecret ? undefined : oidc.None(), {
        execute: [
          // The ID token's signature is checked too: what came over TLS alone would do for OpenID, not for us.
          oidc.enableNonRepudiationChecks,
          ...(isLoopback(server) ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((error) => {
        found = undefined;
        throw error;
      });
    return found;
  };
  const vouched = (tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Vouched => {
    const claims = tokens.claims();
    return {
      accessToken: tokens.access_token,
      lifetime: tokens.expiresIn() ?? HOUR,
      refreshToken: tokens.refresh_token,
      person: claims && {
        actor: actorSchema.parse(claims.sub),
        name: nameSchema.parse(claims['name']),
        groups: groupsSchema.parse(claims[rolesClaim]),
      },
    };
  };
  return {
    async begin() {
      const issuer = await discovered().catch(notVouched);
      const proof = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const address = oidc.buildAuthorizationUrl(issuer, {
        redirect_uri: callback.href,
        scope: scopesFor(issuer),
        state: proof.state,
        nonce: proof.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(proof.verifier),
        code_challenge_method: 'S256',
      });
      return { address, proof };
    },
    async finish(query, { state, nonce, verifier }) {
      const came = new URL(`${callback.href}${query}`);
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      const tokens = await discovered()
        .then((issuer) => oidc.authorizationCodeGrant(issuer, came, checks))
        .catch(notVouched);
      return vouched(tokens);
    },
    async renew(refreshToken) {
      return vouched(
        await discovered()
          .then((issuer) => oidc.refreshTokenGrant(issuer, refreshToken))
          .catch(notVouched),
      );
    },
    async revoke(refreshToken) {
      const issuer = await discovered().catch(notVouched);
      if (!issuer.serverMetadata().revocation_endpoint) return;
      await oidc.tokenRevocation(issuer, refreshToken).catch(notVouched);
    },
    async goodbye() {
      const issuer = await discovered().catch(notVouched);
      if (!issuer.serverMetadata().end_session_endpoint) return undefined;
      const back = signedOut.href;
      // The second is what Cognito calls the first.
      return oidc.buildEndSessionUrl(issuer, { post_logout_redirect_uri: back, logout_uri: back });
    },
  };
}

/** No email: nothing here needs one. `offline_access` where the issuer renews tokens only for those who ask for it. */
function scopesFor(issuer: oidc.Configuration): string {
  const offered = issuer.serverMetadata().scopes_supported ?? [];
  return ['openid', 'profile', ...offered.filter((scope) => scope === 'offline_access')].join(' ');
}

/** Plain http is for an issuer on this very machine. */
export const isLoopback = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

function notVouched(error: unknown): never {
  const said =
    error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError
      ? error.error
      : undefined;
  if (said === 'access_denied' || said === 'invalid_grant') throw new NotSignedIn(said);
  throw new NotVouchedFor(codeOf(error));
}

function codeOf(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError) return `${error.status} ${error.error.slice(0, 40)}`;
  if (error instanceof oidc.ClientError) return error.code ?? error.name;
  return error instanceof Error ? error.name : 'unknown';
}
