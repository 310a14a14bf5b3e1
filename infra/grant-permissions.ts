import type { TABLE } from '../workflows/wiring.ts';
import type { Grant } from './grants.ts';
import type { MachineArns } from './machine-arns.ts';
import type { Permission } from './permission.ts';

/** What a grant is about, as ARNs; the machines' are made from their names, since their steps come before them. */
export interface GrantedResources {
  readonly region: string;
  readonly tableArn: string;
  readonly tableKeyArn: string;
  /** Undefined in a stack whose functions announce nothing. */
  readonly busArn: string | undefined;
  readonly machines: readonly MachineArns[];
  /** What sending a mail takes: the one secret with Notify's key, or the one identity of SES. */
  readonly mail: Permission;
  readonly teacherKeyArn: string;
}

/**
 * A grant in IAM's words. Whoever may touch the table may use its key, through DynamoDB and not otherwise.
 *
 * @throws Error where events are to be put and there is no bus
 */
export function permissionsOf(grant: Grant, resources: GrantedResources): readonly Permission[] {
  const { tableArn, busArn, machines } = resources;
  const machineArns = machines.map((machine) => machine.arn);
  const indexes = (...names: readonly IndexName[]) => names.map((name) => `${tableArn}/index/${name}`);
  switch (grant) {
    case 'read table':
      return [
        { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [tableArn] },
        throughDynamoDb(READING_WITH_KEY, resources),
      ];
    case 'query lists':
      return [
        { actions: ['dynamodb:Query'], resources: indexes('by-hub', 'by-kind') },
        throughDynamoDb(READING_WITH_KEY, resources),
      ];
    case 'query outbox':
      return [
        { actions: ['dynamodb:Query'], resources: indexes('outbox') },
        throughDynamoDb(READING_WITH_KEY, resources),
      ];
    case 'query due':
      return [
        { actions: ['dynamodb:Query'], resources: indexes('due') },
        throughDynamoDb(READING_WITH_KEY, resources),
      ];
    case 'commit changes':
      return [
        { actions: ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], resources: [tableArn] },
        throughDynamoDb(WRITING_WITH_KEY, resources),
      ];
    case 'update rows':
      return [
        { actions: ['dynamodb:UpdateItem'], resources: [tableArn] },
        throughDynamoDb(WRITING_WITH_KEY, resources),
      ];
    case 'put events':
      if (busArn === undefined) throw new Error('Only functions beside the bus may put events on it.');
      return [{ actions: ['events:PutEvents'], resources: [busArn] }];
    case 'start executions':
      return [{ actions: ['states:StartExecution'], resources: machineArns }];
    case 'stop executions':
      return [
        {
          actions: ['states:StopExecution'],
          resources: machines.map((machine) => machine.executionArns),
          wildcardBecause: NAMED_AT_RUN_TIME,
        },
      ];
    case 'answer executions':
      return [{ actions: ['states:SendTaskSuccess'], resources: machineArns }];
    case 'send mail':
      return [resources.mail];
    case 'read teacher key':
      // It lies under Secrets Manager's own encryption key, which needs no permission besides.
      return [{ actions: ['secretsmanager:GetSecretValue'], resources: [resources.teacherKeyArn] }];
    case 'read executions':
      return [
        { actions: ['states:ListExecutions'], resources: machineArns },
        {
          actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
          resources: machines.map((machine) => machine.executionArns),
          wildcardBecause: NAMED_AT_RUN_TIME,
        },
      ];
  }
}

const NAMED_AT_RUN_TIME =
  'Executions are named after participations at run time; the wildcard stands for the name alone, after the machine.';

type IndexName = (typeof TABLE.indexes)[number]['name'];

const READING_WITH_KEY = ['kms:Decrypt', 'kms:DescribeKey'] as const;
const WRITING_WITH_KEY = [
  ...READING_WITH_KEY,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;

/** The use of the table's key that DynamoDB makes in a caller's name; a direct call to KMS is refused. */
export function throughDynamoDb(
  actions: readonly string[],
  { region, tableKeyArn }: Pick<GrantedResources, 'region' | 'tableKeyArn'>,
): Permission {
  return {
    actions,
    resources: [tableKeyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
  };
}
