import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';

/** From one address within five minutes: a hub's whole office behind one address stays far below. */
const MOST_REQUESTS = 3000;

/** A firewall for CloudFront: AWS's rules against known bad input, and a limit on what one address may ask. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const name = physicalName(settings, 'firewall');
    const acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: counted(name),
      rules: [
        {
          name: 'one-address',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: MOST_REQUESTS } },
          visibilityConfig: counted('one-address'),
        },
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
        // A payer's file is larger than the 8 KiB that the common rules take for a body: that rule only counts.
        managed('AWSManagedRulesCommonRuleSet', 3, ['SizeRestrictions_BODY']),
      ],
    });
    this.arn = acl.attrArn;
  }
}

function managed(name: string, priority: number, onlyCount: readonly string[] = []): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: onlyCount.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: counted(name),
  };
}

/** Counted, but no sample of a request kept: it could hold a person's form. */
const counted = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
