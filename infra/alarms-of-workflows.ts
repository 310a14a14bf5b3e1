import { MACHINES, type MachineName } from '../workflows/wiring.ts';
import type { AlarmOf, WatchedMetric } from './alarm.ts';

/** Who waits for a machine's executions to go on. */
const HURT: Readonly<Record<MachineName, string>> = {
  placement:
    'A school that has enrolled does not get its place in a Work Group, and its year will not begin.',
  'school-year': 'A school’s year stands still: its deadlines pass unnoticed, and it will not be closed.',
  'specialist-selection': 'A teacher’s application waits undecided, and their training year will not begin.',
  'specialist-year': 'A Specialist’s year stands still: nothing expires, nobody is asked to accredit.',
  statement: 'A hub’s statement of the month is not issued, and what is on it is not paid.',
};

/** Executions that ended without finishing, and starts that were refused. Those stopped on purpose are no failures. */
export function alarmsOfWorkflows(machineArn: (name: MachineName) => string): readonly AlarmOf[] {
  const metric = (machine: MachineName, name: string): WatchedMetric => ({
    namespace: 'AWS/States',
    name,
    dimensions: { StateMachineArn: machineArn(machine) },
    statistic: 'Sum',
  });
  const machines = Object.keys(MACHINES).filter((name): name is MachineName => name in MACHINES);
  return [
    ...machines.map((machine): AlarmOf => {
      return {
        name: `${machine}-failed`,
        hurts: HURT[machine],
        runbook: 'a-workflow-failed',
        metrics: [metric(machine, 'ExecutionsFailed'), metric(machine, 'ExecutionsTimedOut')],
        minutes: 5,
        threshold: 1,
      };
    }),
    {
      name: 'workflows-throttled',
      hurts: 'Years that should begin now begin late; on 1 September that may be all of them.',
      runbook: 'workflows-are-throttled',
      metrics: machines.map((machine) => metric(machine, 'ExecutionThrottled')),
      minutes: 15,
      threshold: 500,
    },
  ];
}
