import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { AppClients } from './constructs/app-clients.ts';
import { UserPool } from './constructs/user-pool.ts';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';

export interface EntranceStackProps extends StackProps {
  readonly settings: StageSettings;
}

/**
 * Under which address the service is found, and who may come in. It stands before every other stack but storage: mails,
 * calendar links and the return from sign-in bear the address, and without a domain of its own that is the address
 * AWS gives the API. The API is empty here; the web stack puts its routes in.
 */
export class EntranceStack extends Stack {
  readonly api: HttpApi;
  readonly users: UserPool;
  readonly clients: AppClients;
  /** Without a slash at the end. */
  readonly publicUrl: string;

  constructor(scope: Construct, id: string, { settings, ...props }: EntranceStackProps) {
    super(scope, id, props);
    const { domain } = settings;
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName(settings),
      description: 'Mastery Pathways: the JSON API below /api/v1, and the pages.',
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
    });
    this.publicUrl = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    this.users = new UserPool(this, 'Users', settings);
    this.clients = new AppClients(this, 'Clients', {
      settings,
      users: this.users,
      publicUrl: this.publicUrl,
    });

    // What the commands of operate/ ask for.
    const { smoke } = this.clients;
    new CfnOutput(this, 'PublicUrl', { value: this.publicUrl });
    new CfnOutput(this, 'ApiId', { value: this.api.apiId });
    new CfnOutput(this, 'UserPoolId', { value: this.users.userPoolId });
    if (smoke !== undefined) new CfnOutput(this, 'SmokeClientId', { value: smoke.userPoolClientId });
  }
}
