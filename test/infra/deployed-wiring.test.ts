import { describe, expect, it } from 'vitest';
import { QUEUES, TABLE } from '../../workflows/wiring.ts';
import { declaredWiring } from './declared-wiring.ts';
import { deployedWiring, onlyLogs } from './deployed-wiring.ts';
import { stackDiagram } from './diagram.ts';
import { synthesize } from './synthesize.ts';
import { type Resource, resourcesOf, type Template } from './template.ts';

const PREFIX = 'mastery-pathways-sandbox';
const sandbox = synthesize('sandbox');
const { pipeline, plugged, storage } = sandbox;

describe('what is deployed', () => {
  it('is what the wiring lists, and nothing else', () => {
    expect(deployedWiring(plugged, PREFIX)).toEqual(declaredWiring());
  });

  it.each(['staging', 'production'])('is plugged together in %s as in the sandbox', (stage) => {
    expect(deployedWiring(synthesize(stage).plugged, `mastery-pathways-${stage}`)).toEqual(declaredWiring());
  });

  it.each([
    'AWS::Events::Rule',
    'AWS::SQS::QueuePolicy',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Scheduler::Schedule',
    'AWS::StepFunctions::StateMachine',
    'AWS::SQS::Queue',
    'AWS::Lambda::Function',
    'AWS::Lambda::Alias',
  ])('no longer matches the wiring once any one %s is taken out', (type) => {
    const wired = resourcesOf(pipeline, type).filter((resource) => !missedElsewhere(resource));
    expect(wired).not.toHaveLength(0);
    for (const { id } of wired) {
      expect(deployedWiring(without(plugged, id), PREFIX), id).not.toEqual(declaredWiring());
    }
  });

  it('puts a step in the place of every token of a definition, and has no step that none stands for', () => {
    for (const { definition, steps } of Object.values(deployedWiring(plugged, PREFIX).machines)) {
      const tokens = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, token]) => token);
      expect(new Set(tokens)).toEqual(new Set(Object.keys(steps)));
    }
  });

  it('gives every queue dead letters of its own, of its own kind', () => {
    for (const [name, { fifo }] of Object.entries(QUEUES)) {
      const suffix = fifo ? '.fifo' : '';
      const names = resourcesOf(pipeline, 'AWS::SQS::Queue').map(({ properties }) => properties.QueueName);
      expect(names).toContain(`${PREFIX}-${name}-dead-letters${suffix}`);
    }
  });

  it('hides a message from others for six times as long as its consumer may take', () => {
    const timeouts = resourcesOf(pipeline, 'AWS::Lambda::Function')
      .filter(({ properties }) => String(properties.Description).startsWith('functions/events/'))
      .map(({ properties }) => Number(properties.Timeout));
    for (const queue of Object.values(QUEUES)) {
      expect(queue.visibilitySeconds).toBeGreaterThanOrEqual(6 * Math.max(...timeouts));
    }
  });
});

it('docs/diagrams/stacks.md is drawn from what is deployed', async () => {
  await expect(stackDiagram(sandbox)).toMatchFileSnapshot('../../docs/diagrams/stacks.md');
});

describe('the deployed table', () => {
  it('has the keys, indexes, stream and time to live of the wiring', () => {
    const [table, ...others] = resourcesOf(storage, 'AWS::DynamoDB::Table');
    const keys = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(others).toEqual([]);
    expect(table?.properties).toMatchObject({
      KeySchema: keys(TABLE.partitionKey, TABLE.sortKey),
      GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keys(index.partitionKey, index.sortKey),
        Projection: { ProjectionType: 'ALL' },
      })),
      StreamSpecification: { StreamViewType: TABLE.streamView },
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });
});

function without(template: Template, id: string): Template {
  const { [id]: _, ...Resources } = template.Resources;
  return { Resources };
}

/**
 * Queues for failures: a template that lacks one has a reference to nothing, which CloudFormation itself refuses.
 * And the policies that only demand TLS, and the rule that only logs: other tests look after them.
 */
function missedElsewhere(resource: Resource): boolean {
  if (onlyLogs(resource)) return true;
  const { properties } = resource;
  const { QueueName, PolicyDocument } = properties;
  if (QueueName !== undefined) return /-(dead-letters|undelivered)/.test(String(QueueName));
  return PolicyDocument !== undefined && !JSON.stringify(PolicyDocument).includes('events.amazonaws.com');
}
