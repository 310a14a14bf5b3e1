import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { physicalName } from '../physical-name.ts';
import type { StageSettings } from '../stage-settings.ts';

/** Percent of the budget at which a mail is sent: what was spent, and what the month is going to cost. */
const NOTICES = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** What the stage may cost in a month, by the tag that all its resources bear: it has to be activated for billing once. */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const application = physicalName(settings);
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: application,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: settings.monthlyBudgetDollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:application$${application}`] },
      },
      notificationsWithSubscribers: NOTICES.map((notice) => ({
        notification: { ...notice, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
        subscribers: [{ subscriptionType: 'EMAIL', address: settings.alarmAddress }],
      })),
    });
  }
}
