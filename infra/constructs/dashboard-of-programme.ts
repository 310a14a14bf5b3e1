import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, SingleValueWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName, STAGE_DIMENSION } from '../../workflows/metrics.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';
import { metricOf } from './alarm.ts';

/** For the people of the programme: what happens in it, in their words. Counts, no money and no names. */
export class DashboardOfProgramme extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const daily = (metric: MetricName, label: string, statistic: 'Sum' | 'Maximum' = 'Sum') =>
      metricOf(
        {
          namespace: METRICS_NAMESPACE,
          name: metric,
          dimensions: { [STAGE_DIMENSION]: settings.stage },
          statistic,
        },
        Duration.days(1),
      ).with({ label });
    const graph = (title: string, ...left: ReturnType<typeof daily>[]) =>
      new GraphWidget({ title, left, width: 12, height: 6 });
    new Dashboard(this, 'Dashboard', {
      dashboardName: physicalName(settings, 'programme'),
      defaultInterval: Duration.days(92),
      widgets: [
        [
          new TextWidget({
            markdown:
              'Each day of the programme, counted as it was announced. What counts is in the service itself.',
            width: 24,
            height: 1,
          }),
        ],
        [
          new SingleValueWidget({
            title: 'This morning',
            width: 24,
            height: 3,
            metrics: [
              daily('asks.open', 'Questions open', 'Maximum'),
              daily('asks.overdue', 'Overdue and not settled', 'Maximum'),
            ],
          }),
        ],
        [
          graph(
            'Enrolments',
            daily('event.EnrolmentAccepted', 'Accepted'),
            daily('event.EnrolmentRefused', 'Refused'),
            daily('event.ParticipationWithdrawn', 'Withdrawn'),
          ),
          graph(
            'Questions',
            daily('event.AskAnswered', 'Answered'),
            daily('event.AskExpired', 'Expired'),
            daily('event.MilestoneDeclared', 'Milestones declared'),
            daily('event.MilestoneMissed', 'Milestones missed'),
          ),
        ],
        [
          graph(
            'Claims',
            daily('event.ClaimRaised', 'Raised'),
            daily('event.ClaimPaid', 'Paid'),
            daily('event.StatementIssued', 'Statements issued'),
          ),
          graph(
            'Years and Specialists',
            daily('event.YearOpened', 'Years opened'),
            daily('event.YearClosed', 'Years closed'),
            daily('event.SpecialistSelected', 'Specialists selected'),
            daily('event.SpecialistAccredited', 'Specialists accredited'),
          ),
        ],
      ],
    });
  }
}
