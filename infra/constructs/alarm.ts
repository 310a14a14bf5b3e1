import { Duration } from 'aws-cdk-lib';
import {
  Alarm as CloudWatchAlarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmOf, periodSeconds, type WatchedMetric } from '../alarm.ts';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';

export interface AlarmProps {
  readonly settings: StageSettings;
  readonly alarm: AlarmOf;
  readonly topic: ITopic;
}

/** An alarm that says who is hurt, and leads to its section of the runbook. Silence means that all is well. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, { settings, alarm, topic }: AlarmProps) {
    super(scope, id);
    const { name, hurts, runbook, threshold, below } = alarm;
    const made = new CloudWatchAlarm(this, 'Alarm', {
      alarmName: physicalName(settings, name),
      alarmDescription: `${hurts} What to do: ${settings.runbookUrl}#${runbook}`,
      metric: watched(alarm),
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    const action = { bind: () => ({ alarmActionArn: topic.topicArn }) };
    made.addAlarmAction(action);
    made.addOkAction(action);
  }
}

/** One number, or the sum of several; of those that nobody has counted, nothing. */
export function watched(alarm: AlarmOf): IMetric {
  const period = Duration.seconds(periodSeconds(alarm));
  const [only, ...others] = alarm.metrics.map((metric) => metricOf(metric, period));
  if (only !== undefined && others.length === 0) return only;
  const all = only === undefined ? others : [only, ...others];
  const usingMetrics = Object.fromEntries(all.map((metric, index) => [`m${index}`, metric]));
  const expression = Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, period, label: alarm.name });
}

export function metricOf(
  { namespace, name: metricName, dimensions, statistic }: WatchedMetric,
  period: Duration,
): Metric {
  return new Metric({ namespace, metricName, dimensionsMap: { ...dimensions }, statistic, period });
}
