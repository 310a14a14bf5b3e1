import { createHash, createHmac } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import * as z from 'zod';
import { hubCodeSchema } from '../core/codes.ts';
import { instantSchema } from '../core/instant.ts';

const person = {
  actor: z.string().min(1),
  name: z.string(),
  /** What the API knows this person by. */
  token: z.string().min(1),
  /** When that is to be renewed, in real time; never where it lasts as long as the session. */
  renewAt: instantSchema.optional(),
  /** What the forms of this session bring back. */
  csrf: z.string().min(16),
};

/** Who is signed in, as the issuer of their token vouched. The hub comes from the token too, never from a form. */
export const sessionSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('hub'), hub: hubCodeSchema, ...person }),
  z.object({ role: z.enum(['finance', 'admin']), ...person }),
]);
export type Session = z.infer<typeof sessionSchema>;

/** Turns values into texts that only this service can read and make, and back; an old or forged text is nothing. */
export interface Sealer {
  /** @param lifetime how long the text can be opened: `12h`, in real time */
  seal(purpose: string, value: object, lifetime: string): Promise<string>;
  open(purpose: string, sealed: string | undefined): Promise<unknown>;
  /** What only this service can make of a text: always the same, and nothing can be read from it. */
  markOf(text: string): string;
}

/** Encrypted JWTs: what a cookie holds is neither readable nor changeable in the browser. */
export function sealerWith(secret: string | Uint8Array): Sealer {
  const key = createHash('sha256').update('mastery-pathways pages').update(secret).digest();
  return {
    seal: (purpose, value, lifetime) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .encrypt(key),
    markOf: (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22),
    async open(purpose, sealed) {
      if (!sealed) return undefined;
      try {
        const { payload } = await jwtDecrypt(sealed, key, { audience: purpose });
        return payload['value'];
      } catch {
        // Forged, expired, cut short or of another purpose: whatever is wrong with it, it opens nothing.
        return undefined;
      }
    },
  };
}
