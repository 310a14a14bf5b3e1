import { type App, type StackProps, Tags } from 'aws-cdk-lib';
import type { HandlerBundles } from './bundle.ts';
import { physicalName } from './physical-name.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { StageSettings } from './stage-settings.ts';
import { StorageStack } from './storage-stack.ts';

export interface Stacks {
  readonly storage: StorageStack;
  readonly pipeline: PipelineStack;
}

/** The stacks of one stage: storage holds what must never be lost, pipeline can be rebuilt from the code. */
export function buildStacks(app: App, settings: StageSettings, bundles: HandlerBundles): Stacks {
  const { account, region, keepData } = settings;
  const shared: StackProps = {
    env: account === undefined ? { region } : { account, region },
    terminationProtection: keepData,
  };
  Tags.of(app).add('application', physicalName(settings));

  const storage = new StorageStack(app, physicalName(settings, 'storage'), {
    ...shared,
    description: 'Mastery Pathways: the table that holds every fact, and its key.',
    settings,
  });
  const pipeline = new PipelineStack(app, physicalName(settings, 'pipeline'), {
    ...shared,
    description: 'Mastery Pathways: functions, state machines, bus, rules, queues and schedules.',
    settings,
    storage,
    bundles,
  });
  return { storage, pipeline };
}
