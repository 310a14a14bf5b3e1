import { SCHEDULES, type ScheduleWiring } from '../workflows/wiring.ts';

type Schedules = Readonly<Record<string, ScheduleWiring>>;

/**
 * For tests that tell of years in which almost every night is an idle one: the jobs at their hours, in London, but only
 * on these days of each month, such as `1,2`. Each makes up for the nights that it missed, as after an outage.
 */
export function jobsOnlyOn(daysOfMonth: string, schedules: Schedules = SCHEDULES): Schedules {
  const onThose = ({ cron, function: job }: ScheduleWiring): ScheduleWiring => ({
    cron: cron.replace('* * ? *', `${daysOfMonth} * ? *`),
    function: job,
  });
  return Object.fromEntries(Object.entries(schedules).map(([name, wiring]) => [name, onThose(wiring)]));
}
