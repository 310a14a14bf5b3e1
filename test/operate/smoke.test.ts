import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiAddress } from '../../operate/smoke/http-call.ts';
import { oneTimeCode } from '../../operate/smoke/one-time-code.ts';
import { smokeUsers } from '../../operate/smoke/smoke-users.ts';
import { smokeCommand } from '../../operate/smoke.ts';
import { type Programme, startProgramme } from '../support/programme.ts';

describe('the smoke, on the local host', () => {
  let programme: Programme;
  beforeAll(async () => {
    programme = await startProgramme({ schedules: {} });
  });
  afterAll(() => programme.stop());

  const run = async () => {
    const said: string[] = [];
    const args = ['--local', programme.host.address, '--data', programme.dataFolder];
    const code = await smokeCommand(args, {}, (text) => said.push(text));
    return { code, said };
  };

  it('goes from a policy of minutes to claims in finance’s queue, and ends what it began', async () => {
    const { code, said } = await run();
    expect({ code, last: said.at(-1) }).toEqual({ code: 0, last: 'The smoke has passed.' });
    expect(said).toHaveLength(7);
    expect(await programme.executions('school-year')).toEqual([
      expect.stringMatching(/ ABORTED$/),
      expect.stringMatching(/ ABORTED$/),
    ]);
  });

  it('passes again, with schools of its own and the next version of the policy', async () => {
    const { code, said } = await run();
    expect({ code, first: said[0] }).toEqual({ code: 0, first: expect.stringContaining('version 2') });
    expect(await programme.executions('school-year')).toHaveLength(4);
  });
});

describe('a smoke', () => {
  it.each([
    [['--stage', 'production'], 'There is no smoke in production.'],
    [['--stage', 'prodution'], 'Which stage? There are sandbox, staging, production.'],
    [[], 'Which stage?'],
  ])('of %j is refused', async (args, sentence) => {
    const said: string[] = [];
    expect(await smokeCommand(args, {}, (text) => said.push(text))).toBe(1);
    expect(said.join()).toContain(sentence);
  });

  it('shows the codes of an authenticator app: the samples of RFC 6238, in six digits', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect([59_000, 1_111_111_109_000, 2_000_000_000_000].map((at) => oneTimeCode(secret, at))).toEqual([
      '287082',
      '081804',
      '279037',
    ]);
  });

  it('calls the API where it is: on AWS by its name, on an emulator at the one address there is', () => {
    const onAws = { PublicUrl: 'https://a1b2.execute-api.eu-west-2.amazonaws.com', ApiId: 'a1b2' };
    expect(apiAddress(onAws, undefined)).toEqual({ origin: onAws.PublicUrl, host: undefined });
    expect(apiAddress(onAws, 'http://127.0.0.1:4566')).toEqual({
      origin: 'http://127.0.0.1:4566',
      host: 'a1b2.execute-api.localhost:4566',
    });
  });
});

describe('the people of a smoke', () => {
  const cognito = mockClient(CognitoIdentityProviderClient);

  it('set up the second factor that their stage wants, and are gone afterwards', async () => {
    cognito.on(AdminInitiateAuthCommand).resolves({ ChallengeName: 'MFA_SETUP', Session: 'one' });
    cognito
      .on(AssociateSoftwareTokenCommand, { Session: 'one' })
      .resolves({ SecretCode: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', Session: 'two' });
    cognito.on(VerifySoftwareTokenCommand, { Session: 'two' }).resolves({ Session: 'three' });
    cognito
      .on(AdminRespondToAuthChallengeCommand, { Session: 'three', ChallengeName: 'MFA_SETUP' })
      .resolves({ AuthenticationResult: { AccessToken: 'a-token' } });
    const users = smokeUsers(new CognitoIdentityProviderClient({}), 'pool', 'client');
    expect(await users.tokenOf('hub')).toBe('a-token');
    expect(await users.tokenOf('hub')).toBe('a-token');
    const [made] = cognito.commandCalls(AdminCreateUserCommand);
    expect(cognito.commandCalls(AdminCreateUserCommand)).toHaveLength(1);
    await users.close();
    expect(cognito.commandCalls(AdminDeleteUserCommand)[0]?.args[0].input.Username).toBe(
      made?.args[0].input.Username,
    );
  });
});
