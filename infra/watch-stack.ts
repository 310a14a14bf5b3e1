import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarmsOfFindings } from './alarms-of-findings.ts';
import { alarmsOfFunctions } from './alarms-of-functions.ts';
import { alarmsOfQueues } from './alarms-of-queues.ts';
import { alarmsOfStorage } from './alarms-of-storage.ts';
import { alarmsOfWorkflows } from './alarms-of-workflows.ts';
import { Alarm } from './constructs/alarm.ts';
import { AlarmTopic } from './constructs/alarm-topic.ts';
import { DashboardOfOperations } from './constructs/dashboard-of-operations.ts';
import { DashboardOfProgramme } from './constructs/dashboard-of-programme.ts';
import { MonthlyBudget } from './constructs/monthly-budget.ts';
import { SavedQueries } from './constructs/saved-queries.ts';
import { WorkflowReader } from './constructs/workflow-reader.ts';
import type { EntranceStack } from './entrance-stack.ts';
import { machineArns } from './machine-arns.ts';
import type { StageSettings } from './stage-settings.ts';

export interface WatchStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly entrance: EntranceStack;
}

/**
 * What tells people that something is wrong, and lets them look. It knows the other stacks' things by their names, so
 * that none of them waits for it.
 */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, { settings, entrance, ...props }: WatchStackProps) {
    super(scope, id, props);
    const groups = {
      'What our own jobs have found': alarmsOfFindings(settings),
      Workflows: alarmsOfWorkflows((name) => machineArns(this, settings, name).arn),
      Queues: alarmsOfQueues(settings),
      Functions: alarmsOfFunctions(settings, entrance.api.apiId),
      Table: alarmsOfStorage(settings),
    };
    const { topic } = new AlarmTopic(this, 'AlarmTopic', settings);
    for (const alarm of Object.values(groups).flat()) {
      new Alarm(this, `Alarm-${alarm.name}`, { settings, alarm, topic });
    }
    new DashboardOfProgramme(this, 'Programme', settings);
    new DashboardOfOperations(this, 'Operations', { settings, groups });

    if (settings.consoleAdmins !== undefined) {
      new WorkflowReader(this, 'WorkflowReader', { settings, admins: settings.consoleAdmins });
    }
    // Emulators have neither.
    if (settings.emulator) return;
    new SavedQueries(this, 'SavedQueries', settings);
    new MonthlyBudget(this, 'Budget', settings);
  }
}
