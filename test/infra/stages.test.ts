import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { mailEnvironment, mailPermission } from '../../infra/mail.ts';
import { readStageSettings } from '../../infra/stage-settings.ts';
import { ACCOUNT, CDK_CONTEXT, synthesize } from './synthesize.ts';
import { resourcesOf, type Template } from './template.ts';

const settingsFor = (changes: Record<string, unknown>, environmentAccount?: string) =>
  readStageSettings((key) => ({ ...CDK_CONTEXT, ...changes })[key], environmentAccount);

describe('production', () => {
  const { stacks, storage, pipeline } = synthesize('production');

  it('keeps the table and its backups, their keys and the teacher key whatever happens to their stack', () => {
    const kept = Object.values(storage.Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(kept.map(({ Type }) => Type)).toEqual([
      'AWS::KMS::Key',
      'AWS::SecretsManager::Secret',
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::Backup::BackupVault',
    ]);
    expect(kept.filter(({ UpdateReplacePolicy }) => UpdateReplacePolicy !== 'Retain')).toEqual([]);
  });

  it('keeps logs, machines and keys of queues, save those of a first deployment that failed', () => {
    const kept = ['AWS::Logs::LogGroup', 'AWS::StepFunctions::StateMachine', 'AWS::KMS::Key'].flatMap(
      (type) => {
        const found = resourcesOf(pipeline, type);
        expect(found, type).not.toHaveLength(0);
        return found;
      },
    );
    expect(kept.filter(({ deletionPolicy }) => deletionPolicy !== 'RetainExceptOnCreate')).toEqual([]);
    expect(kept.filter(({ replacePolicy }) => replacePolicy !== 'Retain')).toEqual([]);
  });

  it('refuses to have its table or its stacks deleted, and can be put back to any second of 35 days', () => {
    expect(resourcesOf(storage, 'AWS::DynamoDB::Table')[0]?.properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    expect([stacks.storage.terminationProtection, stacks.pipeline.terminationProtection]).toEqual([
      true,
      true,
    ]);
  });

  it('is refused where its settings would let go of its data', () => {
    const { sandbox } = z.object({ sandbox: z.looseObject({}) }).parse(CDK_CONTEXT['stages']);
    const careless = { ...sandbox, keepData: false };
    const stages = { sandbox: careless, staging: careless, production: careless };
    expect(() => settingsFor({ stage: 'production', stages })).toThrow(
      'stages.production.keepData must be true',
    );
  });
});

describe('the sandbox', () => {
  it('can be deleted whole', () => {
    const { stacks, storage, pipeline } = synthesize('sandbox');
    const all = [...Object.values(storage.Resources), ...Object.values(pipeline.Resources)];
    expect(all.filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'))).toEqual([]);
    expect(stacks.storage.terminationProtection).toBe(false);
  });
});

describe('every stage', () => {
  it.each(['sandbox', 'staging', 'production'])(
    '%s needs no custom resource and no nested stack',
    (stage) => {
      const { storage, pipeline } = synthesize(stage);
      const types = [storage, pipeline].flatMap(typesOf);
      expect(types.filter((type) => /^(Custom::|AWS::CloudFormation::)/.test(type))).toEqual([]);
    },
  );

  it.each(['sandbox', 'staging', 'production'])(
    '%s encrypts each queue and turns away plain HTTP',
    (stage) => {
      const { pipeline } = synthesize(stage);
      const queues = resourcesOf(pipeline, 'AWS::SQS::Queue');
      const open = queues.filter(
        ({ properties }) => !properties.SqsManagedSseEnabled && !properties.KmsMasterKeyId,
      );
      const policies = JSON.stringify(resourcesOf(pipeline, 'AWS::SQS::QueuePolicy'));
      expect(open).toEqual([]);
      expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(queues.length);
    },
  );

  it.each(['sandbox', 'staging', 'production'])(
    '%s logs what its machines do and never what they were told',
    (stage) => {
      for (const { properties } of resourcesOf(
        synthesize(stage).pipeline,
        'AWS::StepFunctions::StateMachine',
      )) {
        expect(properties).toMatchObject({
          LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
          TracingConfiguration: { Enabled: true },
        });
      }
    },
  );

  it('deploys where its settings say, into the account it is told', () => {
    const { stacks } = synthesize('staging');
    expect([stacks.pipeline.region, stacks.pipeline.account]).toEqual(['eu-west-2', ACCOUNT]);
  });
});

describe('a stage that mails through GOV.UK Notify', () => {
  const secretArn = 'arn:aws:secretsmanager:eu-west-2:111122223333:secret:notify-key-AbCdEf';
  const mail = {
    by: 'notify',
    secretArn,
    templateId: '33333333-3333-4333-8333-333333333333',
    adminMailbox: 'programme-admin@hubs.example',
  };
  const { sandbox, ...others } = z.record(z.string(), z.looseObject({})).parse(CDK_CONTEXT['stages']);
  const settingsWith = (changes: object) =>
    settingsFor({ stages: { ...others, sandbox: { ...sandbox, mail: { ...mail, ...changes } } } });

  it('may read the one secret with its key, and SES not at all', () => {
    const settings = settingsWith({});
    expect(mailPermission(settings, ACCOUNT)).toEqual({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [secretArn],
    });
    expect(mailEnvironment(settings)).toMatchObject({ MAIL: 'notify', NOTIFY_SECRET_ARN: secretArn });
  });

  it.each([
    'arn:aws:secretsmanager:eu-west-2:111122223333:secret:*',
    'arn:aws:secretsmanager:eu-west-2:111122223333:secret:notify-key-??????',
    'notify-key',
  ])('is refused %s for a secret', (wide) => {
    expect(() => settingsWith({ secretArn: wide })).toThrow();
  });
});

describe('the settings', () => {
  it('take the account from the context before the credentials, and do without', () => {
    expect(settingsFor({ account: '444455556666' }, ACCOUNT).account).toBe('444455556666');
    expect(settingsFor({}, ACCOUNT).account).toBe(ACCOUNT);
    expect(settingsFor({}).account).toBeUndefined();
  });

  it.each([
    ['an unknown stage', { stage: 'prodution' }],
    ['a stage without settings', { stages: {} }],
    ['an account that is none', { account: '12' }],
  ])('refuse %s', (_, changes) => {
    expect(() => settingsFor(changes)).toThrow();
  });
});

function typesOf(template: Template): readonly string[] {
  return Object.values(template.Resources).map((resource) => resource.Type);
}
