import * as z from 'zod';
import { proofSchema } from './oidc-issuer.ts';
import { type CookiePlace, sealedCookie } from './sealed-cookie.ts';
import type { Sealer } from './session.ts';

/** A sign-in on its way through the issuer: what it must bring back, and where its person wanted to go. */
const flightSchema = z.object({ proof: proofSchema, back: z.string() });
export type Flight = z.infer<typeof flightSchema>;

const PREFIX = 'sign-in-';
/** One for each tab. More are given up together: a browser that never lands must not send ever longer headers. */
const MOST = 3;
/** As long as somebody may look for their second factor. */
const MINUTES = 15;

export interface Flights {
  start(flight: Flight): Promise<void>;
  /** The flight with this state, once. */
  land(state: string): Promise<Flight | undefined>;
}

/** Flights in short-lived cookies, each under a name of its own, so that two tabs may sign in at once. */
export function flightsIn(cookies: { readonly place: CookiePlace; readonly sealer: Sealer }): Flights {
  const { place } = cookies;
  const cookieOf = (state: string) =>
    sealedCookie(cookies, {
      name: `${PREFIX}${state.slice(0, 8)}`,
      purpose: `sign-in ${state}`,
      schema: flightSchema,
      lifetime: `${MINUTES}m`,
      maxAge: MINUTES * 60,
    });
  return {
    async start(flight) {
      const others = place.names().filter((name) => name.startsWith(PREFIX));
      if (others.length >= MOST) for (const name of others) place.set(name, '', 0);
      await cookieOf(flight.proof.state).keep(flight);
    },
    async land(state) {
      const cookie = cookieOf(state);
      const flight = await cookie.read();
      cookie.drop();
      return flight;
    },
  };
}
