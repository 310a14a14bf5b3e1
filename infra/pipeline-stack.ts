import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { MACHINES, RULES, SCHEDULES, STREAM } from '../workflows/wiring.ts';
import type { HandlerBundles } from './bundle.ts';
import { ArchivedBus } from './constructs/archived-bus.ts';
import { ErasureLog } from './constructs/erasure-log.ts';
import { EventRule } from './constructs/event-rule.ts';
import { FinanceKey } from './constructs/finance-key.ts';
import { Handlers } from './constructs/handlers.ts';
import { LondonSchedule } from './constructs/london-schedule.ts';
import { OutboxStream } from './constructs/outbox-stream.ts';
import { WiredQueues } from './constructs/wired-queues.ts';
import { WorkflowMachine } from './constructs/workflow-machine.ts';
import type { EntranceStack } from './entrance-stack.ts';
import { ownExecutionsOnly } from './own-executions.ts';
import { physicalName } from './physical-name.ts';
import type { StageSettings } from './stage-settings.ts';
import type { StorageStack } from './storage-stack.ts';

export interface PipelineStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly storage: StorageStack;
  readonly entrance: EntranceStack;
  readonly bundles: HandlerBundles;
}

/** Everything that `workflows/wiring.ts` lists, on AWS. It holds no fact: the storage stack does. */
export class PipelineStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, storage, entrance, bundles, ...props }: PipelineStackProps,
  ) {
    super(scope, id, props);
    const bus = new ArchivedBus(this, 'Bus', settings);
    const rooms = ['steps', 'events', 'jobs'] as const;
    const handlers = new Handlers(this, 'Handlers', {
      settings,
      storage,
      publicUrl: entrance.publicUrl,
      rooms,
      bus,
      bundles,
    });

    new ErasureLog(this, 'ErasureLog', { settings, bus });
    new OutboxStream(this, 'Outbox', { settings, storage, publisher: handlers.of(STREAM.consumer) });

    const machines = Object.entries(MACHINES).map(
      ([name, wiring]) => new WorkflowMachine(this, `Machine-${name}`, { settings, name, wiring, handlers }),
    );

    const keyOfOthers = new FinanceKey(this, 'FinanceKey', settings);
    const queues = new WiredQueues(this, 'Queues', { settings, handlers, keyOfOthers });

    for (const [name, rule] of Object.entries(RULES)) {
      const pattern = ownExecutionsOnly(rule, machines);
      const target = queues.of(rule.queue);
      new EventRule(this, `Rule-${name}`, {
        settings,
        name,
        bus: rule.bus === 'default' ? undefined : bus,
        pattern,
        target,
      });
    }

    const group = new CfnScheduleGroup(this, 'Schedules', { name: physicalName(settings) });
    for (const [name, { cron, function: job }] of Object.entries(SCHEDULES)) {
      new LondonSchedule(this, `Schedule-${name}`, { settings, name, cron, group, job: handlers.of(job) });
    }
  }
}
