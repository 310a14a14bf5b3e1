import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  type CognitoIdentityProviderClient,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { oneTimeCode } from './one-time-code.ts';
import { SMOKE_HUB } from './sample-rows.ts';
import { SmokeFailed, type Somebody } from './stage.ts';

export interface SmokeUsers {
  /** An access token of this person, who is made and signed in when they are first needed. */
  tokenOf(who: Somebody): Promise<string>;
  /** Deletes everybody who was made. */
  close(): Promise<void>;
}

const GROUPS: Record<Somebody, string> = {
  hub: `hub-${SMOKE_HUB}`,
  finance: 'finance',
  admin: 'admin',
  'second-admin': 'admin',
};

/**
 * People for the length of one smoke, who sign in as people do, by password and code, over Cognito's API instead of its
 * pages. The client that allows this is in no production stage.
 */
export function smokeUsers(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  ClientId: string,
): SmokeUsers {
  const made: string[] = [];
  const tokens = new Map<Somebody, Promise<string>>();

  const signIn = async (who: Somebody): Promise<string> => {
    const Username = `smoke-${who}-${randomUUID()}@people.example`;
    const Password = `Smoke.1-${randomUUID()}`;
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        UserAttributes: [{ Name: 'email', Value: Username }],
        MessageAction: 'SUPPRESS',
      }),
    );
    made.push(Username);
    await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: GROUPS[who] }));
    const begun = await client.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    );
    const done =
      begun.ChallengeName === 'MFA_SETUP' ? await setUpSecondFactor(Username, begun.Session) : begun;
    const token = done.AuthenticationResult?.AccessToken;
    if (!token) throw new SmokeFailed(`Signing in as ${who} ended at ${done.ChallengeName ?? 'nothing'}.`);
    return token;
  };

  const setUpSecondFactor = async (Username: string, begun: string | undefined) => {
    const { SecretCode = '', Session: associated } = await client.send(
      new AssociateSoftwareTokenCommand({ Session: begun }),
    );
    const { Session } = await client.send(
      new VerifySoftwareTokenCommand({
        Session: associated,
        UserCode: oneTimeCode(SecretCode, Date.now()),
      }),
    );
    return await client.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: 'MFA_SETUP',
        Session,
        ChallengeResponses: { USERNAME: Username },
      }),
    );
  };

  return {
    tokenOf(who) {
      const token = tokens.get(who) ?? signIn(who);
      tokens.set(who, token);
      return token;
    },
    async close() {
      for (const Username of made) await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    },
  };
}
