import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { Firewall } from './constructs/firewall.ts';
import type { StageSettings } from './stage-settings.ts';

export interface EdgeStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly domain: NonNullable<StageSettings['domain']>;
  readonly edge: NonNullable<StageSettings['edge']>;
}

/** AWS's own policies, by the ids that are the same in every account. */
const KEEP_NOTHING = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const KEEP_AS_LONG_AS_SAID = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const PASS_ALL_BUT_THE_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];

/**
 * CloudFront and a firewall before the service, in us-east-1, where AWS wants both: an HTTP API cannot carry a firewall
 * itself. The API is closed behind it by mutual TLS, CloudFront showing a certificate that the API's origin name asks
 * for. No header with a secret has to be verified by a function in every request's way, and none can leak.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { settings, domain, edge, ...props }: EdgeStackProps) {
    super(scope, id, props);
    const origin = 'service';
    const behaviour = {
      targetOriginId: origin,
      viewerProtocolPolicy: 'redirect-to-https',
      compress: true,
      originRequestPolicyId: PASS_ALL_BUT_THE_HOST,
    };
    const distribution = new CfnDistribution(this, 'Distribution', {
      distributionConfig: {
        enabled: true,
        comment: `Mastery Pathways, ${settings.stage}`,
        aliases: [domain.name],
        httpVersion: 'http2and3',
        ipv6Enabled: true,
        // Hubs are in England: Europe and North America are the cheapest class that holds it.
        priceClass: 'PriceClass_100',
        viewerCertificate: {
          acmCertificateArn: domain.certificateArn,
          sslSupportMethod: 'sni-only',
          minimumProtocolVersion: 'TLSv1.2_2021',
        },
        webAclId: edge.aclArn ?? new Firewall(this, 'Firewall', settings).arn,
        origins: [
          {
            id: origin,
            domainName: edge.origin.name,
            customOriginConfig: {
              originProtocolPolicy: 'https-only',
              originSslProtocols: ['TLSv1.2'],
              originMtlsConfig: { clientCertificateArn: edge.clientCertificateArn },
            },
          },
        ],
        defaultCacheBehavior: { ...behaviour, allowedMethods: METHODS, cachePolicyId: KEEP_NOTHING },
        cacheBehaviors: [{ ...behaviour, pathPattern: '/assets/*', cachePolicyId: KEEP_AS_LONG_AS_SAID }],
      },
    });
    new CfnOutput(this, 'PointDnsAt', {
      value: distribution.attrDomainName,
      description: `What the DNS record of ${domain.name} is to name.`,
    });
    Validations.of(distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Hub leads travel, and what they may see is decided by their sign-in, not by their country.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'Its log would hold addresses with calendar links, and whose they are; the API logs each request without.',
      },
    );
  }
}
