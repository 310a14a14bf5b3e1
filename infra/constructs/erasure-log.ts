import { Stack } from 'aws-cdk-lib';
import { CfnRule, type EventBus } from 'aws-cdk-lib/aws-events';
import { CfnResourcePolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';

export interface ErasureLogProps {
  readonly settings: StageSettings;
  readonly bus: EventBus;
}

/** Far longer than any backup is kept: as long as a person could come back, it is known that they must not. */
export const ERASURES_KEPT_DAYS = RetentionDays.TWO_YEARS;

/**
 * Who was erased, and when, apart from the table: a restore takes this log and erases again what an older backup brings
 * back. A line is the event itself; it holds the Specialist's number, which leads to nobody any more.
 */
export class ErasureLog extends Construct {
  constructor(scope: Construct, id: string, { settings, bus }: ErasureLogProps) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const name = physicalName(settings, 'erasures');
    // EventBridge writes only to log groups under this prefix.
    const logGroupName = `/aws/events/${name}`;
    const log = new LogGroup(this, 'Log', {
      logGroupName,
      retention: ERASURES_KEPT_DAYS,
      removalPolicy: keepTraces(settings),
    });
    const rule = new CfnRule(this, 'Rule', {
      name,
      eventBusName: bus.eventBusName,
      eventPattern: { source: [EVENT_SOURCE], 'detail-type': ['SpecialistErased'] },
      targets: [
        { id: 'erasures', arn: `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}` },
      ],
    });
    rule.node.addDependency(log);
    new CfnResourcePolicy(this, 'Policy', {
      policyName: name,
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}:*`,
          },
        ],
      }),
    });
  }
}
