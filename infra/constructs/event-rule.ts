import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, type EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EventPattern } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { DeadLetters } from './dead-letters.ts';
import type { WorkQueue } from './work-queue.ts';

export interface EventRuleProps {
  readonly settings: StageSettings;
  readonly name: string;
  /** Undefined for the account's default bus, where AWS's own events arrive. */
  readonly bus: EventBus | undefined;
  readonly pattern: EventPattern;
  readonly target: WorkQueue;
}

/**
 * A rule and the queue it fills. What the queue refuses for a day (a lost permission, a key withdrawn) waits in the
 * rule's own dead letters, `<rule>-undelivered`, which is a standard queue because a rule can use no other.
 */
export class EventRule extends Construct {
  constructor(scope: Construct, id: string, { settings, name, bus, pattern, target }: EventRuleProps) {
    super(scope, id);
    const ruleName = physicalName(settings, name);
    const { partition, region, account } = Stack.of(this);
    const busPart = bus === undefined ? '' : `${physicalName(settings)}/`;
    const ruleArn = `arn:${partition}:events:${region}:${account}:rule/${busPart}${ruleName}`;

    const undelivered = new DeadLetters(this, 'Undelivered', {
      queueName: physicalName(settings, `${name}-undelivered`),
      key: target.key,
    });
    for (const queue of [target.queue, undelivered]) letRuleSend(queue, ruleArn);

    new CfnRule(this, 'Rule', {
      name: ruleName,
      ...(bus === undefined ? {} : { eventBusName: bus.eventBusName }),
      eventPattern: pattern,
      targets: [
        {
          id: name,
          arn: target.queue.queueArn,
          deadLetterConfig: { arn: undelivered.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: Duration.days(1).toSeconds(), maximumRetryAttempts: 185 },
          // One group: a claim must not overtake the one before it.
          ...(target.wiring.fifo ? { sqsParameters: { messageGroupId: name } } : {}),
        },
      ],
    });
  }
}

/** Named by its ARN as text: a reference would close a circle of rule, queue and policy. */
function letRuleSend(queue: Queue, ruleArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': ruleArn } },
    }),
  );
}
