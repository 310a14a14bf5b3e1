import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { instantOf } from '../../core/instant.ts';
import { fetchApi } from '../../web/api.ts';
import { createApp } from '../../web/app.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import { clockBar } from './clock-bar.ts';
import { personaSignIn } from './persona-sign-in.ts';

/** The pages as this host serves them: the same app as on AWS, with personas to sign in as and the clock in a bar. */
export function localApp(options: {
  readonly clock: VirtualClock;
  readonly secret: Uint8Array;
  /** Where the API listens. */
  readonly address: () => string;
  readonly onDefect: (error: unknown) => void;
}): Hono {
  const { clock, secret, address, onDefect } = options;
  return createApp({
    callApi: fetchApi(address),
    secret,
    signIn: personaSignIn(secret),
    now: () => instantOf(clock.now()),
    newId: () => randomBytes(18).toString('base64url'),
    onDefect,
    bar: clockBar(clock),
  });
}
