import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

/** Where alarms go: a mail to the stage's address, which has to confirm once. Encrypted with a key that alarms may use. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const name = physicalName(settings, 'alarms');
    const key = new Key(this, 'Key', {
      alias: name,
      description: 'Encrypts alarms on their way to a mailbox.',
      enableKeyRotation: true,
      removalPolicy: keepTraces(settings),
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key's own policy the asterisk is the key.
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.topic = new Topic(this, 'Topic', { topicName: name, masterKey: key, enforceSSL: true });
    new CfnSubscription(this, 'Mailbox', {
      topicArn: this.topic.topicArn,
      protocol: 'email',
      endpoint: settings.alarmAddress,
    });
  }
}
