import * as z from 'zod';

const arn = z.string().min(1).max(256);
const name = z.string();
const token = z.string().min(1).max(2048);
const page = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().min(1).max(1024).optional(),
};
const error = z.string().max(256).optional();
const cause = z.string().max(32768).optional();
const definition = z.string().min(1).max(1_048_576);
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);
const type = z.enum(['STANDARD', 'EXPRESS']).optional();

/** The bodies of the requests, as far as the engine reads them; AWS's further members are let through unread. */
export const requests = {
  CreateStateMachine: z.object({ name, definition, roleArn: arn, type, publish: z.boolean().optional() }),
  UpdateStateMachine: z.object({
    stateMachineArn: arn,
    definition: definition.optional(),
    roleArn: arn.optional(),
  }),
  DescribeStateMachine: z.object({ stateMachineArn: arn }),
  ListStateMachines: z.object(page),
  ValidateStateMachineDefinition: z.object({
    definition,
    type,
    severity: z.enum(['ERROR', 'WARNING']).optional(),
    maxResults: z.int().min(0).max(100).optional(),
  }),
  StartExecution: z.object({ stateMachineArn: arn, name: name.optional(), input: z.string().optional() }),
  StopExecution: z.object({ executionArn: arn, error, cause }),
  DescribeExecution: z.object({ executionArn: arn }),
  ListExecutions: z.object({ stateMachineArn: arn, statusFilter: status.optional(), ...page }),
  GetExecutionHistory: z.object({
    executionArn: arn,
    reverseOrder: z.boolean().optional(),
    includeExecutionData: z.boolean().optional(),
    ...page,
  }),
  SendTaskSuccess: z.object({ taskToken: token, output: z.string() }),
  SendTaskFailure: z.object({ taskToken: token, error, cause }),
  SendTaskHeartbeat: z.object({ taskToken: token }),
} as const;

export type Requests = { [Operation in keyof typeof requests]: z.infer<(typeof requests)[Operation]> };
export type Operation = keyof typeof requests;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(requests, name);
}
