import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';

/** The ARNs that a machine and its executions have or will have, made from its name: for those who come before it. */
export interface MachineArns {
  readonly arn: string;
  readonly executionArns: string;
}

export function machineArns(scope: Construct, settings: StageSettings, name: string): MachineArns {
  const { partition, region, account } = Stack.of(scope);
  const states = `arn:${partition}:states:${region}:${account}`;
  const machine = physicalName(settings, name);
  return { arn: `${states}:stateMachine:${machine}`, executionArns: `${states}:execution:${machine}:*` };
}
