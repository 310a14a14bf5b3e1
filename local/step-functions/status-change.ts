import type { Execution } from './execution.ts';

/** The detail of EventBridge's "Step Functions Execution Status Change"; dates are epoch ms. */
export interface ExecutionStatusChange {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: Execution['status'];
  startDate: number;
  stopDate: number | null;
  input: string;
  inputDetails: { included: true };
  output: string | null;
  outputDetails: { included: true } | null;
  error: string | null;
  cause: string | null;
  redriveCount: 0;
  redriveDate: null;
  redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  redriveStatusReason: string | null;
  stateMachineVersionArn: null;
  stateMachineAliasArn: null;
}

export function statusChange(execution: Execution): ExecutionStatusChange {
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, output, error, cause } = execution;
  const redrivable = canBeRedriven(execution);
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    ...{ name, status, startDate: startedAt, stopDate: stoppedAt, input, inputDetails: { included: true } },
    ...{ output, outputDetails: output === null ? null : { included: true }, error, cause },
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: redrivable ? null : whyNotRedrivable(execution),
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
  };
}

export function canBeRedriven({ status }: Execution): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

export function whyNotRedrivable({ status }: Execution): string {
  return `Execution is ${status} and cannot be redriven`;
}
