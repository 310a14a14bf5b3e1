import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';

/** Local sign-in: anybody on this machine may be anybody. None of it exists in a deployed stage. */
export const tokenRequestSchema = z
  .strictObject({
    role: z.enum(['hub', 'finance', 'admin']),
    hub: hubCodeSchema.optional(),
    user: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .default('a'),
    /** Seconds of real time, 12 hours unless said otherwise; a negative one has expired already. */
    expiresIn: z
      .int()
      .max(31 * 24 * 3600)
      .default(12 * 3600),
  })
  .refine(({ role, hub }) => (role === 'hub') === (hub !== undefined), {
    path: ['hub'],
    message: 'name the hub for the role hub, and only for it',
  });
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

const ISSUER = 'urn:mastery-pathways:local';

/** What the authorizer of a deployed API vouches for: a subject and groups. */
export interface AuthorizedClaims {
  readonly sub: string;
  /** As an HTTP API hands a list over: `[hub hub-origin]`. */
  readonly 'cognito:groups': string;
}

/** A token for this role: the hub is a group, as it is on AWS. */
export function issueToken(
  { role, hub, user, expiresIn }: TokenRequest,
  secret: Uint8Array,
): Promise<string> {
  const groups = hub ? [`hub-${hub}`] : [role];
  return (
    new SignJWT({ 'cognito:groups': groups })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      // A dot is in neither a hub's code nor a user's name, so that no two users share a subject.
      .setSubject([role, hub, user].filter(Boolean).join('.'))
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
      .sign(secret)
  );
}

const claimsSchema = z.object({ sub: z.string(), 'cognito:groups': z.array(z.string()) });

/** The claims of an Authorization header; undefined where it is missing, expired, forged or not ours. */
export async function claimsOf(
  authorization: string | undefined,
  secret: Uint8Array,
): Promise<AuthorizedClaims | undefined> {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (!token) return undefined;
  try {
    const { payload } = await jwtVerify(token, secret, { issuer: ISSUER, algorithms: ['HS256'] });
    const { sub, 'cognito:groups': groups } = claimsSchema.parse(payload);
    return { sub, 'cognito:groups': `[${groups.join(' ')}]` };
  } catch {
    // Whatever is wrong with a token, the caller learns only that it is.
    return undefined;
  }
}
