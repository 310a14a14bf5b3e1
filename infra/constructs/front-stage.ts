import { CfnOutput } from 'aws-cdk-lib';
import { CfnApiMapping, CfnDomainName, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

export interface FrontStageProps {
  readonly settings: StageSettings;
  readonly apiId: string;
}

/** Requests a second, and at once: far more than 40 hubs and their pages make, far less than the account may. */
const THROTTLING = { throttlingRateLimit: 50, throttlingBurstLimit: 100 };

/**
 * A line for every request: which route, what came of it, how long it took. Neither the address asked for, which can
 * hold a calendar link, nor who asked: `requestId` leads to the function's own lines.
 */
const ACCESS_LOG = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  refused: '$context.authorizer.error',
  failed: '$context.integrationErrorMessage',
};

/** The API as it is reached: its one stage, `$default`, deployed with every change, and its own name where it has one. */
export class FrontStage extends Construct {
  constructor(scope: Construct, id: string, { settings, apiId }: FrontStageProps) {
    super(scope, id);
    const logs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/vendedlogs/api/${physicalName(settings)}`,
      retention: settings.logRetentionDays,
      removalPolicy: keepTraces(settings),
    });
    const stage = new CfnStage(this, 'Stage', {
      apiId,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: THROTTLING,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
    });
    const name = settings.edge?.origin ?? settings.domain;
    if (name === undefined) return;
    const domain = new CfnDomainName(this, 'Domain', {
      domainName: name.name,
      domainNameConfigurations: [
        { certificateArn: name.certificateArn, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' },
      ],
      // Only who shows CloudFront's certificate comes in: the firewall cannot be walked around.
      ...(settings.edge === undefined
        ? {}
        : { mutualTlsAuthentication: { truststoreUri: settings.edge.truststoreUri } }),
    });
    new CfnOutput(this, 'PointDnsAt', {
      value: domain.attrRegionalDomainName,
      description: `What the DNS record of ${name.name} is to name.`,
    });
    new CfnApiMapping(this, 'Mapping', { apiId, domainName: domain.ref, stage: stage.ref });
  }
}
