import { randomBytes } from 'node:crypto';
import { handle } from 'hono/aws-lambda';
import { readSecret } from '../adapters/secret.ts';
import { instantOf } from '../core/instant.ts';
import { fetchApi } from './api.ts';
import { createApp } from './app.ts';
import { readDeployedSettings } from './deployed-settings.ts';
import { oidcIssuer } from './oidc-issuer.ts';
import { oidcSignIn, SIGN_IN } from './oidc-sign-in.ts';

/**
 * The pages as a Lambda function behind an HTTP API (payload format 2.0). Composed once, at cold start: a setting that is
 * missing, or a secret that cannot be read, keeps it from starting, and its name is in the log.
 */
const settings = readDeployedSettings(process.env);
const { CLIENT_SECRET_ARN, SESSION_SECRET_ARN, PUBLIC_URL, STAGE, AWS_REGION } = settings;
const [secret, clientSecret] = await Promise.all([
  readSecret(SESSION_SECRET_ARN),
  CLIENT_SECRET_ARN ? readSecret(CLIENT_SECRET_ARN) : undefined,
]);
const now = () => instantOf(Date.now());

/** By name and place: what the error says may quote what somebody typed. */
function onDefect(error: unknown): void {
  const [name, stack] = error instanceof Error ? [error.name, error.stack] : ['unknown', undefined];
  const quotes = name === 'ZodError' || name === 'SyntaxError';
  console.error({ message: 'a page failed', stage: STAGE, error: quotes || !stack ? name : stack });
}

export const handler = handle(
  createApp({
    callApi: fetchApi(() => settings.API_URL),
    secret,
    signIn: oidcSignIn({
      issuer: oidcIssuer({
        issuer: settings.ISSUER_URL,
        clientId: settings.CLIENT_ID,
        clientSecret,
        rolesClaim: settings.ROLES_CLAIM,
        callback: new URL(SIGN_IN.callback, PUBLIC_URL),
        signedOut: new URL(SIGN_IN.left, PUBLIC_URL),
      }),
      now,
      onDefect,
    }),
    now,
    newId: () => randomBytes(18).toString('base64url'),
    origin: PUBLIC_URL,
    console: `https://${AWS_REGION}.console.aws.amazon.com/states/home?region=${AWS_REGION}`,
    onDefect,
  }),
);
