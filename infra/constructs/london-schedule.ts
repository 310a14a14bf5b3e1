import { Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, type CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { allow } from './allow.ts';
import { DeadLetters } from './dead-letters.ts';
import type { HandlerFunction } from './handler-function.ts';

export interface LondonScheduleProps {
  readonly settings: StageSettings;
  readonly name: string;
  readonly cron: string;
  readonly group: CfnScheduleGroup;
  readonly job: HandlerFunction;
}

/**
 * Runs a job by London's clock, summer and winter. The job is told the instant it was due at, and reads no clock of
 * its own. A run that could not be started, and one that failed three times, are left in `<job>-dead-letters`.
 */
export class LondonSchedule extends Construct {
  constructor(scope: Construct, id: string, { settings, name, cron, group, job }: LondonScheduleProps) {
    super(scope, id);
    const failures = new DeadLetters(this, 'DeadLetters', {
      queueName: physicalName(settings, `${name}-dead-letters`),
    });

    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group.attrArn },
        },
      }),
    });
    allow(role, [{ actions: ['lambda:InvokeFunction'], resources: [job.arn] }, failures.sending]);

    const schedule = new CfnSchedule(this, 'Schedule', {
      name: physicalName(settings, name),
      groupName: group.ref,
      scheduleExpression: cron,
      scheduleExpressionTimezone: 'Europe/London',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: job.arn,
        roleArn: role.roleArn,
        input: JSON.stringify({ time: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: failures.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Duration.hours(6).toSeconds(), maximumRetryAttempts: 100 },
      },
    });
    schedule.node.addDependency(role);

    job.allow(failures.sending);
    const afterFailure = new CfnEventInvokeConfig(this, 'AfterFailure', {
      functionName: job.functionName,
      qualifier: job.qualifier,
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: failures.queueArn } },
    });
    afterFailure.node.addDependency(job);
  }
}
