import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SignJWT } from 'jose';
import * as z from 'zod';
import { HostState } from '../../local/host-state.ts';
import { sealerWith } from '../../web/session.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { startSecretsServer } from '../support/secrets-server.ts';
import { type Account, startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';
import { LambdaVisitor, type PageAnswer } from './lambda-visitor.ts';

/** Where the pages are found. Nothing is sent there: an HTTP API would make an event of it. */
export const ORIGIN = 'https://pathways.example';
export const SESSION_SECRET = 'a session secret of the tests, long enough';
const CLIENT_SECRET = 'a client secret of the tests';

/** The pages' function as it is deployed, with an issuer and a running programme behind its API. */
export interface DeployedPages {
  readonly programme: Programme;
  readonly issuer: TestIssuer;
  /** How long the access tokens are made, in bytes. */
  tokenBytes: number;
  /** Somebody in front of a browser of their own, nobody yet. */
  visitor(): LambdaVisitor;
  stop(): Promise<void>;
}

export async function startDeployedPages(): Promise<DeployedPages> {
  const programme = await startProgramme();
  const database = new DatabaseSync(join(programme.dataFolder, 'host.sqlite'), { readOnly: true });
  const key = new HostState(database).signingSecret();
  const issuer = await startTestIssuer({
    id: 'pages',
    secret: CLIENT_SECRET,
    callbacks: [`${ORIGIN}/sign-in/callback`],
    goodbyes: [`${ORIGIN}/sign-in/signed-out`],
    accessTokenFor: (account) => accessToken(account, key, pages.tokenBytes),
  });
  const secrets = await startSecretsServer({
    'arn:session': SESSION_SECRET,
    'arn:client': CLIENT_SECRET,
  });
  Object.assign(process.env, {
    API_URL: programme.host.address,
    PUBLIC_URL: ORIGIN,
    ISSUER_URL: issuer.address,
    CLIENT_ID: 'pages',
    CLIENT_SECRET_ARN: 'arn:client',
    SESSION_SECRET_ARN: 'arn:session',
    STAGE: 'sandbox',
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'sample',
    AWS_SECRET_ACCESS_KEY: 'sample',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.address,
  });
  const { handler } = await import('../../web/lambda.ts');
  const pages: DeployedPages = {
    programme,
    issuer,
    tokenBytes: 1200,
    visitor: () => new LambdaVisitor(handler, ORIGIN),
    async stop() {
      database.close();
      await Promise.all([issuer.stop(), secrets.stop(), programme.stop()]);
    },
  };
  return pages;
}

/** Signs in from the page that the visitor wanted, through the issuer, and arrives. */
export async function signInAs(
  { issuer }: DeployedPages,
  visitor: LambdaVisitor,
  account: Account | undefined,
  wanted = '/',
): Promise<PageAnswer> {
  issuer.account = account;
  const away = await visitor.follow(await visitor.get(wanted));
  const back = issuer.authorize(away.headers['location'] ?? '');
  return visitor.follow(await visitor.get(back));
}

/** Changes what a visitor's session holds, as time would, or a change at the issuer. */
export async function changeSession(visitor: LambdaVisitor, changes: object): Promise<void> {
  const sealer = sealerWith(SESSION_SECRET);
  const pieces = visitor.cookies.filter(({ name }) => name.startsWith('__Host-session'));
  const session = z
    .looseObject({})
    .parse(await sealer.open('session', pieces.map(({ value }) => value).join('')));
  const value = await sealer.seal('session', { ...session, ...changes }, '12h');
  visitor.cookies = visitor.cookies.filter((cookie) => !pieces.includes(cookie));
  visitor.cookies.push({ name: '__Host-session', path: '/', value });
}

/** An access token that the local API believes, as long as a real one. */
function accessToken({ sub, groups = [] }: Account, key: Uint8Array, bytes: number): Promise<string> {
  const token = (padding: string) =>
    new SignJWT({ 'cognito:groups': groups, scope: padding })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('urn:mastery-pathways:local')
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  return token('').then(({ length }) => token('x'.repeat(Math.max(0, Math.floor((bytes - length) * 0.75)))));
}
