import { Construct } from 'constructs';
import type { EntranceStack } from '../entrance-stack.ts';
import { PAGES } from '../handlers.ts';
import type { StageSettings } from '../stage-settings.ts';
import { HandlerFunction } from './handler-function.ts';
import { SessionSecret } from './session-secret.ts';

export interface PagesProps {
  readonly settings: StageSettings;
  readonly entrance: EntranceStack;
  /** The folder with the code, templates and assets. */
  readonly bundle: string;
}

/** The pages: one function, which knows the API by its address and may touch nothing but its own secret. */
export class Pages extends Construct {
  readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, { settings, entrance, bundle }: PagesProps) {
    super(scope, id);
    const secret = new SessionSecret(this, 'Session', settings);
    this.handler = new HandlerFunction(this, 'Function', {
      settings,
      handler: PAGES,
      bundle,
      environment: {
        STAGE: settings.stage,
        API_URL: entrance.publicUrl,
        PUBLIC_URL: entrance.publicUrl,
        ISSUER_URL: entrance.users.userPoolProviderUrl,
        CLIENT_ID: entrance.clients.pages.userPoolClientId,
        ROLES_CLAIM: 'cognito:groups',
        SESSION_SECRET_ARN: secret.secretArn,
      },
      permissions: [{ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }],
    });
  }
}
