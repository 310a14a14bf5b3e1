import { App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { findings } from './findings.ts';
import { synthesize } from './synthesize.ts';

describe('cdk-nag, AwsSolutions', () => {
  it.each(['sandbox', 'staging', 'production'])(
    'finds nothing in %s that is not explained',
    (stage) => {
      expect(findings(synthesize(stage).app)).toEqual([]);
    },
    60_000,
  );

  it('does look: a queue without dead letters, open to plain HTTP, is found', () => {
    const app = new App();
    new Queue(new Stack(app, 'Careless'), 'Queue');
    expect(findings(app)).toEqual([
      'AwsSolutions-SQS3 at Careless/Queue/Resource',
      'AwsSolutions-SQS4 at Careless/Queue/Resource',
    ]);
  });

  it('is given explanations, a sentence each, for four things only: forced wildcards, dead-letter queues, secrets that must stay, routes without a token', () => {
    const explanations = acknowledgements(synthesize('sandbox').app);
    expect(new Set(explanations.map(({ rule }) => rule.replace(/\[.*/, '')))).toEqual(
      new Set(['AwsSolutions-IAM5', 'AwsSolutions-SQS3', 'AwsSolutions-SMG4', 'AwsSolutions-APIG4']),
    );
    for (const { rule, reason } of explanations) expect(reason, rule).toMatch(/^[A-Z].{40,}\.$/);
  });
});

function acknowledgements(app: App): readonly { readonly rule: string; readonly reason: string }[] {
  return app.node
    .findAll()
    .flatMap((construct) => construct.node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(Object(data)))
    .map(([rule, reason]) => ({ rule: rule.replace(/^annotation::/i, ''), reason: String(reason) }));
}
