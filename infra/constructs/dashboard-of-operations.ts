import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmOf } from '../alarm.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { watched } from './alarm.ts';

export interface DashboardOfOperationsProps {
  readonly settings: StageSettings;
  /** Group → its alarms, each drawn with the line that it must not cross. */
  readonly groups: Readonly<Record<string, readonly AlarmOf[]>>;
}

/** For whoever runs the service: every number that an alarm stands on. */
export class DashboardOfOperations extends Construct {
  constructor(scope: Construct, id: string, { settings, groups }: DashboardOfOperationsProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: physicalName(settings, 'operations'),
      defaultInterval: Duration.days(7),
    });
    for (const [group, alarms] of Object.entries(groups)) {
      dashboard.addWidgets(
        new TextWidget({ markdown: `## ${group}\n${settings.runbookUrl}`, width: 24, height: 2 }),
      );
      dashboard.addWidgets(
        ...alarms.map(
          (alarm) =>
            new GraphWidget({
              title: alarm.name,
              left: [watched(alarm)],
              leftAnnotations: [{ value: alarm.threshold, label: alarm.below ? 'below' : 'from here on' }],
              width: 6,
              height: 4,
            }),
        ),
      );
    }
  }
}
