import { readFileSync } from 'node:fs';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  CfnStateMachine,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { stepsCallable } from '../../workflows/retired-steps.ts';
import type { MachineWiring } from '../../workflows/wiring.ts';
import { physicalName } from '../physical-name.ts';
import { keepTraces } from '../removal-policy.ts';
import type { StageSettings } from '../stage-settings.ts';
import { acknowledgeWildcard, allow } from './allow.ts';
import type { Handlers } from './handlers.ts';

export interface WorkflowMachineProps {
  readonly settings: StageSettings;
  readonly name: string;
  readonly wiring: MachineWiring;
  readonly handlers: Handlers;
}

/**
 * A state machine from its file, as it stands: comment, timeout and query language are in the file, and the CDK
 * would ignore them elsewhere. Its role may invoke the step functions that it names, or named to executions that still
 * run; the CDK grants none for a file.
 */
export class WorkflowMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { settings, name, wiring, handlers }: WorkflowMachineProps) {
    super(scope, id);
    const fullName = physicalName(settings, name);
    const stepArns = Object.fromEntries(
      Object.entries(wiring.steps).map(([token, step]) => [token, handlers.of(step).arn]),
    );

    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    const callable = stepsCallable(name, wiring.steps).map((step) => handlers.of(step).arn);
    allow(role, [{ actions: ['lambda:InvokeFunction'], resources: callable }]);
    acknowledgeWildcard(
      role,
      '*',
      'Step Functions sets up log delivery and X-Ray through actions that AWS defines on no resource.',
    );

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: fullName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readDefinition(wiring.file)),
      definitionSubstitutions: stepArns,
      role,
      tracingEnabled: true,
      logs: {
        // Under this prefix log groups share one resource policy; under others each machine uses up its limit.
        destination: new LogGroup(this, 'Logs', {
          logGroupName: `/aws/vendedlogs/states/${fullName}`,
          retention: settings.logRetentionDays,
          removalPolicy: keepTraces(settings),
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
      removalPolicy: keepTraces(settings),
    });
    const { defaultChild } = this.stateMachine.node;
    if (CfnStateMachine.isCfnStateMachine(defaultChild)) {
      // It takes a state's TimeoutSeconds for a number; in JSONata it is an expression.
      defaultChild.addMetadata('cfn-lint', { config: { ignore_checks: ['E3601'] } });
    }
  }
}

function readDefinition(file: string): string {
  return readFileSync(new URL(`../../workflows/${file}`, import.meta.url), 'utf8');
}
