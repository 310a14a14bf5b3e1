import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { API_BASE, ROUTES, type Route } from '../workflows/routes.ts';
import type { ApiStack } from './api-stack.ts';
import { ApiRoute } from './constructs/api-route.ts';
import { FrontStage } from './constructs/front-stage.ts';
import { Pages } from './constructs/pages.ts';
import type { EntranceStack } from './entrance-stack.ts';
import type { StageSettings } from './stage-settings.ts';

export interface WebStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly entrance: EntranceStack;
  readonly api: ApiStack;
  /** The folder with the pages' bundle. */
  readonly pages: string;
}

/** Why these take no token: a test holds the list against the routes without roles. */
const OPEN: { readonly [route: string]: string } = {
  calendar: 'A calendar program brings no token: the link itself is the secret, and can be revoked.',
  openapi: 'The description of the API is public, as is the code that it is generated from.',
};

/** The routes of `workflows/routes.ts` below /api/v1, each with its function, and the pages for every other address. */
export class WebStack extends Stack {
  constructor(scope: Construct, id: string, { settings, entrance, api, pages, ...props }: WebStackProps) {
    super(scope, id, props);
    const { apiId } = entrance.api;
    const { users, clients } = entrance;
    const authorizer = new CfnAuthorizer(this, 'Authorizer', {
      apiId,
      name: 'signed-in',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: {
        issuer: users.userPoolProviderUrl,
        audience: clients.all.map((client) => client.userPoolClientId),
      },
    });

    for (const [name, { method, path, roles }] of Object.entries<Route>(ROUTES)) {
      new ApiRoute(this, `Route-${name}`, {
        apiId,
        key: `${method} ${API_BASE}${path}`,
        handler: api.handlers.of(`api/${name}`),
        entry: roles.length > 0 ? { authorizerId: authorizer.ref } : { openBecause: openBecause(name) },
      });
    }

    const { handler } = new Pages(this, 'Pages', { settings, entrance, bundle: pages });
    const leads = 'The pages lead whoever is not signed in to sign-in themselves.';
    new ApiRoute(this, 'Route-pages', { apiId, key: '$default', handler, entry: { openBecause: leads } });

    new FrontStage(this, 'Front', { settings, apiId });
  }
}

function openBecause(name: string): string {
  const reason = OPEN[name];
  if (reason === undefined)
    throw new Error(`The route ${name} is open to anybody: say why in the web stack.`);
  return reason;
}
