import type { DaysAnswer } from './ask.ts';
import type { DayPlan } from './participation.ts';
import { type Pence, penceSchema } from './pence.ts';
import { type Reason, reason } from './reason.ts';

/** All days that a leading Specialist's terms have declared, halves too. */
export function daysDeclared({ terms }: DayPlan): number {
  return terms.reduce((days, { withOtherSchools = 0, hubWork = 0 }) => days + withOtherSchools + hubWork, 0);
}

/** Why these days cannot be declared; empty when they can. More than the year's are refused, never trimmed. */
export function daysReasons(plan: DayPlan, { withOtherSchools, hubWork }: DaysAnswer): Reason[] {
  const left = plan.most - daysDeclared(plan);
  if (withOtherSchools + hubWork <= left) return [];
  return [
    reason(
      'days-over-limit',
      'withOtherSchools',
      `The year has at most ${plan.most} days, of which ${left} are left.`,
    ),
  ];
}

/** What the days are paid, in pence, at the rates that the year froze. Half a day is half the rate, to the penny. */
export function daysAmount(rates: Pick<DayPlan, 'withOtherSchools' | 'hubWork'>, days: DaysAnswer): Pence {
  return penceSchema.parse(days.withOtherSchools * rates.withOtherSchools + days.hubWork * rates.hubWork);
}
