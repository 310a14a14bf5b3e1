import { readMachineConfig } from '../../adapters/config.ts';
import {
  type ExecutionQuery,
  isRunning,
  listExecutions,
  readExecution,
  runningExecutions,
} from '../../adapters/executions.ts';
import { openStepFunctions, ring, startExecution, stopExecution } from '../../adapters/step-functions.ts';
import type { MachineInput, Ring } from '../../workflows/steps.ts';
import type { MachineName } from '../../workflows/wiring.ts';
import { composition } from './composition.ts';

/** What only the functions that start, stop, wake or show executions work with: the client of Step Functions. */
export const executionDeps = composition((environment) => {
  const { machineArns } = readMachineConfig(environment);
  const client = openStepFunctions();
  const arnOf = (machine: MachineName): string => {
    const arn = machineArns[machine];
    if (!arn) throw new Error(`MACHINE_ARNS does not name ${machine}`);
    return arn;
  };
  return {
    startExecution: (machine: MachineName, name: string, input: MachineInput) =>
      startExecution(client, arnOf(machine), name, input),
    stopExecution: (machine: MachineName, name: string, cause: string) =>
      stopExecution(client, arnOf(machine), name, cause),
    listExecutions: (query: ExecutionQuery) => listExecutions(client, machineArns, query),
    runningExecutions: (machine: MachineName) => runningExecutions(client, machineArns, machine),
    isRunning: (machine: MachineName, name: string) => isRunning(client, machineArns, machine, name),
    readExecution: (machine: MachineName, name: string) => readExecution(client, machineArns, machine, name),
    ring: (token: string, askId: Ring['askId']) => ring(client, token, askId),
  };
});

export type ExecutionDeps = ReturnType<typeof executionDeps>;
