import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { MACHINES } from '../../workflows/wiring.ts';
import { machineArns } from '../machine-arns.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { allow } from './allow.ts';

export interface WorkflowReaderProps {
  readonly settings: StageSettings;
  /** Who may take the role: the account's role of a permission set, by its ARN. */
  readonly admins: string;
}

const NAMED_AT_RUN_TIME = 'Executions are named at run time; the machine before the name is ours.';

/**
 * What an admin may do in the console of Step Functions: look at our machines, their executions and histories. Nothing
 * can be started, stopped or answered there. Executions carry ids only, so there is nobody to be seen.
 */
export class WorkflowReader extends Construct {
  constructor(scope: Construct, id: string, { settings, admins }: WorkflowReaderProps) {
    super(scope, id);
    const machines = Object.keys(MACHINES).map((name) => machineArns(this, settings, name));
    const role = new Role(this, 'Role', {
      roleName: physicalName(settings, 'workflow-reader'),
      description: 'Looks at executions in the console; changes nothing.',
      assumedBy: new AccountRootPrincipal().withConditions({ ArnLike: { 'aws:PrincipalArn': admins } }),
    });
    allow(role, [
      {
        actions: ['states:ListStateMachines'],
        resources: ['*'],
        wildcardBecause:
          'The console opens with a list of all machines, and AWS defines that on no resource.',
      },
      {
        actions: ['states:DescribeStateMachine', 'states:ListExecutions'],
        resources: machines.map(({ arn }) => arn),
      },
      {
        actions: [
          'states:DescribeExecution',
          'states:DescribeStateMachineForExecution',
          'states:GetExecutionHistory',
        ],
        resources: machines.map(({ executionArns }) => executionArns),
        wildcardBecause: NAMED_AT_RUN_TIME,
      },
    ]);
  }
}
