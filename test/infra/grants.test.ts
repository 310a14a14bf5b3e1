import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { grantsOf } from '../../infra/grants.ts';
import { MACHINES } from '../../workflows/wiring.ts';
import { roleStatements } from './statements.ts';
import { synthesize } from './synthesize.ts';
import { referenced, resourcesOf, type Template } from './template.ts';

const { whole, pipeline, storage } = synthesize('sandbox');

/**
 * Action on a resource with a wildcard → why AWS leaves no other choice. Anything else with a wildcard fails.
 * A log group's own ARN, a reference here, ends in one too: it stands for the streams of that one group.
 */
const FORCED_WILDCARDS: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'X-Ray has no resource for segments',
  'xray:PutTelemetryRecords': 'X-Ray has no resource for telemetry',
  'xray:GetSamplingRules': 'X-Ray answers with all sampling rules of the account',
  'xray:GetSamplingTargets': 'X-Ray answers with all sampling rules of the account',
  'logs:CreateLogDelivery': 'CloudWatch defines log delivery on no resource',
  'logs:GetLogDelivery': 'CloudWatch defines log delivery on no resource',
  'logs:UpdateLogDelivery': 'CloudWatch defines log delivery on no resource',
  'logs:DeleteLogDelivery': 'CloudWatch defines log delivery on no resource',
  'logs:ListLogDeliveries': 'CloudWatch defines log delivery on no resource',
  'logs:PutResourcePolicy': 'CloudWatch defines resource policies on no resource',
  'logs:DescribeResourcePolicies': 'CloudWatch defines resource policies on no resource',
  'logs:DescribeLogGroups': 'Log delivery looks for its log group among all',
  'dynamodb:ListStreams': 'DynamoDB defines ListStreams on no resource, and Lambda demands it',
  'states:DescribeExecution': 'executions are named at run time; the machine before the name is ours',
  'states:StopExecution': 'executions are named after participations at run time',
  'states:GetExecutionHistory': 'executions are named at run time; the machine before the name is ours',
};

describe('what the deployed roles may do', () => {
  it('is what was reviewed', async () => {
    const lines = [...statementsByOwner(whole)].map(([owner, grants]) => [owner, ...grants].join('\n  '));
    await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('reviewed-grants.snap');
  });

  it('names every action in full', () => {
    const actions = roleStatements(whole).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('names every resource in full, but where AWS forces a wildcard', () => {
    const wild = roleStatements(whole)
      .filter(({ resources }) => resources.some((resource) => resource.includes('*')))
      .flatMap(({ actions }) => actions);
    expect([...new Set(wild)].filter((action) => !(action in FORCED_WILDCARDS))).toEqual([]);
  });

  it('keeps the wildcard of an execution behind the name of one of our machines', () => {
    const executions = roleStatements(whole)
      .flatMap(({ resources }) => resources)
      .filter((resource) => resource.includes(':execution:'));
    const ours = Object.keys(MACHINES).map((name) => `:execution:mastery-pathways-sandbox-${name}:*`);
    expect(executions.filter((execution) => !ours.some((end) => execution.endsWith(end)))).toEqual([]);
  });

  it('lets nobody create, alter or delete what is deployed', () => {
    const actions = roleStatements(whole).flatMap((statement) => statement.actions);
    const management =
      /^(dynamodb:(Create|Delete|Update)Table|lambda:(Create|Update|Delete|Add)|iam:|kms:(Schedule|Put|Disable))/;
    expect(actions.filter((action) => management.test(action))).toEqual([]);
  });

  it('lets each machine invoke the steps it names and no others', () => {
    const described = new Map(
      resourcesOf(pipeline, 'AWS::Lambda::Alias').map(({ id, properties }) => {
        const called = pipeline.Resources[referenced(properties.FunctionName) ?? ''];
        return [id, called?.Properties['Description']];
      }),
    );
    for (const machine of resourcesOf(pipeline, 'AWS::StepFunctions::StateMachine')) {
      const role = referenced(machine.properties.RoleArn);
      const invoked = roleStatements(whole)
        .filter((statement) => statement.role === role && statement.actions.includes('lambda:InvokeFunction'))
        .flatMap(({ resources }) =>
          resources.map((resource) => described.get(resource.replace(/^<(.*)>$/, '$1'))),
        );
      const substitutions = z
        .record(z.string(), z.unknown())
        .parse(machine.properties.DefinitionSubstitutions);
      const named = Object.values(substitutions).map((step) => described.get(referenced(step) ?? ''));
      expect(new Set(invoked)).toEqual(new Set(named));
    }
  });

  it('lets nobody but AWS Backup near the storage stack, and no further than to copy the table', () => {
    const actions = roleStatements(storage).flatMap((statement) => statement.actions);
    const services = JSON.stringify(resourcesOf(storage, 'AWS::IAM::Role'));
    expect(services.match(/"Service":"[^"]+"/g)).toEqual(['"Service":"backup.amazonaws.com"']);
    expect(actions.filter((action) => /^dynamodb:/.test(action)).sort()).toEqual([
      'dynamodb:DescribeTable',
      'dynamodb:ListTagsOfResource',
      'dynamodb:StartAwsBackupJob',
    ]);
  });
});

describe('the table of grants', () => {
  it('refuses a handler that has no line, by name', () => {
    expect(() => grantsOf(['steps/unheard-of'])).toThrow('no grants for [steps/unheard-of]');
  });

  it('refuses a line whose handler is gone, by name', () => {
    expect(() => grantsOf([])).toThrow(/no handler for \[.*steps\/open-placement/);
  });
});

/** Role → its statements, a line each, so that a reviewer reads who may do what and not how CloudFormation says it. */
function statementsByOwner(template: Template): ReadonlyMap<string, readonly string[]> {
  const names = ownerNames(template);
  const byOwner = new Map<string, string[]>();
  for (const { role, actions, resources, conditions } of roleStatements(template)) {
    const owner = names.get(role) ?? role;
    const where = conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`;
    const what = resources.map((resource) =>
      resource.replace(/<([^>]+)>/g, (_, id) => `<${readable(template, id)}>`),
    );
    const line = `${[...actions].sort().join(', ')}\n    on ${what.sort().join('\n       ')}${where}`;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), line]);
  }
  return new Map([...byOwner].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Role → whose it is: the function, machine or schedule that assumes it. */
function ownerNames(template: Template): ReadonlyMap<string, string> {
  const owned = [
    ...resourcesOf(template, 'AWS::Lambda::Function').map(({ properties }) => [
      properties.Role,
      properties.Description,
    ]),
    ...resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ properties }) => [
      properties.RoleArn,
      `machine ${properties.StateMachineName}`,
    ]),
    ...resourcesOf(template, 'AWS::Scheduler::Schedule').map(({ properties }) => [
      z.object({ RoleArn: z.unknown() }).parse(properties.Target).RoleArn,
      `schedule ${properties.Name}`,
    ]),
  ];
  return new Map(owned.map(([role, name]) => [referenced(role) ?? '', String(name)]));
}

const NAME_PROPERTIES = ['FunctionName', 'QueueName', 'LogGroupName', 'StateMachineName', 'Name'];

/** A resource by its name on AWS, where it has one: logical ids change with the code around them. */
function readable(template: Template, reference: string): string {
  const [id = '', attribute] = reference.split('.');
  const properties = template.Resources[id]?.Properties ?? {};
  const aliased = referenced(properties['FunctionName']);
  if (aliased !== undefined) return `${readable(template, aliased)}:${properties['Name']}`;
  const name = NAME_PROPERTIES.map((property) => properties[property]).find((value) => value !== undefined);
  if (name !== undefined) return String(name);
  return (
    reference
      .replace(/:ExportsOutputFnGetAtt(\D+?)[0-9A-F]{8}(\D+?)[0-9A-F]{8}$/, ' $1.$2')
      .replace(/:ExportsOutputRef(\D+?)[0-9A-F]{16}$/, ' $1') ||
    attribute ||
    id
  );
}
