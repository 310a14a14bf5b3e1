import { Stack, Validations } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';

export interface ApiRouteProps {
  readonly apiId: string;
  /** `GET /api/v1/asks`, or `$default` for whatever no other route takes. */
  readonly key: string;
  readonly handler: HandlerFunction;
  /** The authorizer that looks at the caller's token, or why anybody may call. */
  readonly entry: { readonly authorizerId: string } | { readonly openBecause: string };
}

/** One route of the HTTP API with the function that answers it, and the API's permission to call just that. */
export class ApiRoute extends Construct {
  constructor(scope: Construct, id: string, { apiId, key, handler, entry }: ApiRouteProps) {
    super(scope, id);
    const integration = new CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.arn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: 29_000,
    });
    const route = new CfnRoute(this, 'Route', {
      apiId,
      routeKey: key,
      target: `integrations/${integration.ref}`,
      ...('authorizerId' in entry
        ? { authorizationType: 'JWT', authorizerId: entry.authorizerId }
        : { authorizationType: 'NONE' }),
    });
    if ('openBecause' in entry) {
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: entry.openBecause });
    }
    const { partition, region, account } = Stack.of(this);
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: handler.arn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:${partition}:execute-api:${region}:${account}:${apiId}/*/${sourceOf(key)}`,
    });
  }
}

/** A route as the ARN of its calls names it: method and path in one, parameters as they are written. */
const sourceOf = (key: string) => key.replace(' ', '');
