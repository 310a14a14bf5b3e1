import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ERASURES_KEPT_DAYS } from '../../infra/constructs/erasure-log.ts';
import { FOUND_METRICS } from '../../workflows/metrics.ts';
import { MACHINES, QUEUES, SCHEDULES } from '../../workflows/wiring.ts';
import { roleStatements } from './statements.ts';
import { stagesWith, synthesize } from './synthesize.ts';
import { resourcesOf } from './template.ts';

const { watch, storage, pipeline, settings } = synthesize('sandbox');
const consoleAdmins = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/sample-admins';
const emulated = synthesize('sandbox', undefined, { consoleAdmins }, true);
const PREFIX = 'mastery-pathways-sandbox-';

const METRIC = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});
const ALARM = z
  .looseObject({
    AlarmName: z.string().startsWith(PREFIX),
    AlarmDescription: z.string(),
    AlarmActions: z.array(z.unknown()).min(1),
    TreatMissingData: z.enum(['breaching', 'notBreaching']),
    Metrics: z.array(z.object({ MetricStat: z.object({ Metric: METRIC }).optional() })).optional(),
  })
  .transform(({ AlarmName, AlarmDescription, TreatMissingData, Metrics, ...single }) => ({
    name: AlarmName.slice(PREFIX.length),
    description: AlarmDescription,
    missing: TreatMissingData,
    metrics: Metrics
      ? Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : []))
      : [METRIC.parse(single)],
  }));
const alarms = resourcesOf(watch, 'AWS::CloudWatch::Alarm').map(({ properties }) => ALARM.parse(properties));
const names = alarms.map(({ name }) => name);

describe('every alarm', () => {
  const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
  const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );

  it.each(alarms)('$name says who is hurt, and leads to its section of the runbook', ({ description }) => {
    const [, sentence, anchor] = /^(.{40,}\.) What to do: https:\S+#(\S+)$/.exec(description) ?? [];
    expect(sentence).toMatch(/^[A-Z]/);
    expect(anchors).toContain(anchor);
  });

  it('has a section of the runbook, and no section is left without an alarm', () => {
    const linked = new Set(alarms.map(({ description }) => description.slice(description.indexOf('#') + 1)));
    const others = ['the-month-becomes-dear', 'tasks'];
    expect(anchors.filter((anchor) => !linked.has(anchor) && !others.includes(anchor))).toEqual([]);
  });
});

describe('the alarms', () => {
  it('watch the failures of every machine, the dead letters of every queue and whether every job runs', () => {
    for (const machine of Object.keys(MACHINES)) expect(names).toContain(`${machine}-failed`);
    for (const queue of Object.keys(QUEUES)) expect(names).toContain(`${queue}-dead-letters`);
    for (const job of Object.keys(SCHEDULES)) expect(names).toContain(`${job}-did-not-run`);
  });

  it('watch queues that are there, dead letters of every place among them', () => {
    const deployed = resourcesOf(pipeline, 'AWS::SQS::Queue').map(
      ({ properties }) => properties['QueueName'],
    );
    const watched = alarms
      .flatMap(({ metrics }) => metrics)
      .filter(({ Namespace }) => Namespace === 'AWS/SQS')
      .map(({ Dimensions }) => Dimensions[0]?.Value);
    expect(watched.filter((name) => !deployed.includes(String(name)))).toEqual([]);
    const failed = deployed.filter((name) => /dead-letters|undelivered/.test(String(name)));
    expect(failed.filter((name) => !watched.includes(name))).toEqual([]);
  });

  it('watch functions that are there', () => {
    const deployed = resourcesOf(pipeline, 'AWS::Lambda::Function').map(
      ({ properties }) => properties['FunctionName'],
    );
    const watched = alarms
      .flatMap(({ metrics }) => metrics)
      .flatMap(({ Dimensions }) => Dimensions.filter(({ Name }) => Name === 'FunctionName'));
    expect(watched.filter(({ Value }) => !deployed.includes(String(Value)))).toEqual([]);
  });

  it('watch all that our own jobs find, but for the seats that they free and the questions that are merely open', () => {
    const watched = alarms.flatMap(({ metrics }) => metrics.map(({ MetricName }) => MetricName));
    const unwatched = FOUND_METRICS.filter((metric) => !watched.includes(metric));
    expect(unwatched).toEqual(['sweep.emptySeats', 'asks.open']);
  });

  it('take silence for health, but where a job has to be heard of every day', () => {
    const silent = alarms.filter(({ missing }) => missing === 'breaching').map(({ name }) => name);
    expect(silent.sort()).toEqual(
      Object.keys(SCHEDULES)
        .map((job) => `${job}-did-not-run`)
        .sort(),
    );
  });

  it('go to one mailbox, encrypted on their way', () => {
    const [topic] = resourcesOf(watch, 'AWS::SNS::Topic');
    expect(topic?.properties['KmsMasterKeyId']).toBeDefined();
    const [subscription] = resourcesOf(watch, 'AWS::SNS::Subscription');
    expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: settings.alarmAddress });
  });
});

describe('besides alarms', () => {
  it('there is a dashboard for each audience, a budget, and queries ready for the logs', () => {
    const dashboards = resourcesOf(watch, 'AWS::CloudWatch::Dashboard');
    expect(dashboards.map(({ properties }) => properties['DashboardName'])).toEqual([
      `${PREFIX}programme`,
      `${PREFIX}operations`,
    ]);
    expect(resourcesOf(watch, 'AWS::Budgets::Budget')).toHaveLength(1);
    const groups = resourcesOf(pipeline, 'AWS::Logs::LogGroup').map(
      ({ properties }) => properties['LogGroupName'],
    );
    const queries = resourcesOf(watch, 'AWS::Logs::QueryDefinition');
    expect(queries).toHaveLength(5);
    for (const { properties } of queries) {
      const asked = z.array(z.string()).max(50).parse(properties['LogGroupNames']);
      const unknown = asked.filter(
        (name) => !groups.includes(name) && !name.startsWith('/aws/vendedlogs/api/'),
      );
      expect(unknown).toEqual([]);
    }
  });

  it('nobody may look into executions where no admins are named', () => {
    expect(resourcesOf(watch, 'AWS::IAM::Role')).toEqual([]);
  });

  it('admins who are named may look at our executions, and do nothing else', () => {
    const [role] = resourcesOf(emulated.watch, 'AWS::IAM::Role');
    expect(JSON.stringify(role?.properties['AssumeRolePolicyDocument'])).toContain(
      `{"ArnLike":{"aws:PrincipalArn":"${consoleAdmins}"}}`,
    );
    const statements = roleStatements(emulated.watch);
    const actions = statements.flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !/^states:(List|Describe|GetExecutionHistory)/.test(action))).toEqual(
      [],
    );
    const wild = statements.filter(({ resources }) => resources.includes('*'));
    expect(wild.flatMap((statement) => statement.actions)).toEqual(['states:ListStateMachines']);
  });
});

describe('an emulator', () => {
  it('is spared what it lacks', () => {
    for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version', 'AWS::Events::Archive']) {
      expect(resourcesOf(emulated.pipeline, type), type).toEqual([]);
    }
    for (const type of ['AWS::Logs::QueryDefinition', 'AWS::Budgets::Budget']) {
      expect(resourcesOf(emulated.watch, type), type).toEqual([]);
    }
    expect(resourcesOf(emulated.storage, 'AWS::Backup::BackupPlan')).toEqual([]);
  });
});

describe('the backups', () => {
  it('are made every night under a key of their own, and kept as long as the stage says', () => {
    const [plan] = resourcesOf(storage, 'AWS::Backup::BackupPlan');
    expect(JSON.stringify(plan?.properties)).toContain(`{"DeleteAfterDays":${settings.backupDays}}`);
    const [vault] = resourcesOf(storage, 'AWS::Backup::BackupVault');
    expect(vault?.properties['EncryptionKeyArn']).toBeDefined();
    const actions = roleStatements(storage).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => /Delete|Put|Update|Restore/.test(action))).toEqual([]);
  });

  it('never outlive the log of who was erased', () => {
    const stages = z
      .record(z.string(), z.looseObject({ backupDays: z.number() }))
      .parse(stagesWith('sandbox', {}));
    for (const { backupDays } of Object.values(stages)) expect(backupDays).toBeLessThan(ERASURES_KEPT_DAYS);
    const log = resourcesOf(pipeline, 'AWS::Logs::LogGroup').find(
      ({ properties }) => properties['LogGroupName'] === `/aws/events/${PREFIX}erasures`,
    );
    expect(log?.properties['RetentionInDays']).toBe(ERASURES_KEPT_DAYS);
  });
});
