import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

/** The key of finance's queue: EventBridge may encrypt with it for this account's rules, and finance will read. */
export class FinanceKey extends Key {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      alias: physicalName(settings, 'finance'),
      description: "Encrypts finance's queue and what could not be delivered to it.",
      enableKeyRotation: true,
      removalPolicy: keepTraces(settings),
    });
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key's own policy the asterisk is the key.
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
