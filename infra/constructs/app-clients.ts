import { Duration } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  OAuthScope,
  ResourceServerScope,
  type UserPoolClient,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SCOPE_PREFIX } from '../../workflows/routes.ts';
import type { StageSettings } from '../stage-settings.ts';
import type { UserPool } from './user-pool.ts';

export interface AppClientsProps {
  readonly settings: StageSettings;
  readonly users: UserPool;
  /** Where the pages are, without a slash at the end. */
  readonly publicUrl: string;
}

/** Through what people and programs get their tokens. The API takes tokens that were issued to one of these. */
export class AppClients extends Construct {
  readonly pages: UserPoolClient;
  /** Undefined in production: with it whoever may administer the pool signs in with a password. */
  readonly smoke: UserPoolClient | undefined;
  readonly all: readonly UserPoolClient[];

  constructor(scope: Construct, id: string, { settings, users, publicUrl }: AppClientsProps) {
    super(scope, id);
    // Public, with PKCE: the code is worthless without the verifier in the sealed cookie of the browser that asked, and
    // no secret has to be stored, rotated or kept out of a template.
    this.pages = users.addClient('Pages', {
      ...SESSION,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // Without Cognito's own scope nobody can change an attribute with a token from here.
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
        callbackUrls: [`${publicUrl}${SIGNED_IN_PATH}`],
        logoutUrls: [`${publicUrl}${SIGNED_OUT_PATH}`],
      },
    });
    if (!settings.emulator) {
      new CfnManagedLoginBranding(this, 'Branding', {
        userPoolId: users.userPoolId,
        clientId: this.pages.userPoolClientId,
        useCognitoProvidedValues: true,
      });
    }
    this.smoke =
      settings.stage === 'production'
        ? undefined
        : users.addClient('Smoke', {
            ...SESSION,
            authFlows: { adminUserPassword: true },
            disableOAuth: true,
          });
    const machines = machineClients(users, settings.machineClients);
    this.all = [this.pages, ...(this.smoke === undefined ? [] : [this.smoke]), ...machines];
  }
}

/** Where sign-in and sign-out lead back to: Cognito leads nowhere else. */
const SIGNED_IN_PATH = '/sign-in/callback';
const SIGNED_OUT_PATH = '/sign-in/signed-out';

const SESSION: UserPoolClientOptions = {
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  accessTokenValidity: Duration.hours(1),
  idTokenValidity: Duration.hours(1),
  refreshTokenValidity: Duration.hours(12),
};

/** One client each, with a secret, for the one scope that is its role; who runs the program finds the secret in Cognito. */
function machineClients(users: UserPool, roles: StageSettings['machineClients']): readonly UserPoolClient[] {
  if (Object.keys(roles).length === 0) return [];
  const scopes = [...new Set(Object.values(roles))].map(
    (role) => new ResourceServerScope({ scopeName: role, scopeDescription: `Calls the API as ${role}` }),
  );
  const server = users.addResourceServer('Programme', {
    identifier: SCOPE_PREFIX.slice(0, -1),
    scopes,
  });
  return Object.entries(roles).map(([name, role]) => {
    const scope = scopes.find(({ scopeName }) => scopeName === role);
    if (scope === undefined) throw new Error(`${name} has no scope`);
    return users.addClient(`Machine-${name}`, {
      userPoolClientName: name,
      generateSecret: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(server, scope)],
      },
    });
  });
}
