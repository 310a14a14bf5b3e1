import { type App, type StackProps, Tags } from 'aws-cdk-lib';
import { ApiStack } from './api-stack.ts';
import type { HandlerBundles } from './bundle.ts';
import { EdgeStack } from './edge-stack.ts';
import { EntranceStack } from './entrance-stack.ts';
import { physicalName } from './physical-name.ts';
import { PipelineStack } from './pipeline-stack.ts';
import type { StageSettings } from './stage-settings.ts';
import { StorageStack } from './storage-stack.ts';
import { WatchStack } from './watch-stack.ts';
import { WebStack } from './web-stack.ts';

export interface Stacks {
  readonly storage: StorageStack;
  readonly entrance: EntranceStack;
  readonly pipeline: PipelineStack;
  readonly api: ApiStack;
  readonly web: WebStack;
  /** Undefined where the settings name none. */
  readonly edge: EdgeStack | undefined;
  readonly watch: WatchStack;
}

/**
 * The stacks of one stage: storage holds what must never be lost, pipeline can be rebuilt from the code.
 *
 * @param pages the folder with the bundle of the pages
 */
export function buildStacks(
  app: App,
  settings: StageSettings,
  bundles: HandlerBundles,
  pages: string,
): Stacks {
  const { account, region, keepData } = settings;
  const shared: StackProps = {
    env: account === undefined ? { region } : { account, region },
    terminationProtection: keepData,
  };
  // Emulators trip over the tags of keys.
  if (!settings.emulator) {
    // CloudFormation knows no tags on dashboards yet.
    const excludeResourceTypes = ['AWS::CloudWatch::Dashboard'];
    Tags.of(app).add('application', physicalName(settings), { excludeResourceTypes });
  }

  const storage = new StorageStack(app, physicalName(settings, 'storage'), {
    ...shared,
    description: 'Mastery Pathways: the table that holds every fact, and its key.',
    settings,
  });
  const entrance = new EntranceStack(app, physicalName(settings, 'entrance'), {
    ...shared,
    description: 'Mastery Pathways: the address of the service, and who may sign in.',
    settings,
  });
  const pipeline = new PipelineStack(app, physicalName(settings, 'pipeline'), {
    ...shared,
    description: 'Mastery Pathways: functions, state machines, bus, rules, queues and schedules.',
    settings,
    storage,
    entrance,
    bundles,
  });
  const api = new ApiStack(app, physicalName(settings, 'api'), {
    ...shared,
    description: 'Mastery Pathways: the functions behind the routes of the API.',
    settings,
    storage,
    entrance,
    bundles,
  });
  const web = new WebStack(app, physicalName(settings, 'web'), {
    ...shared,
    description: 'Mastery Pathways: the routes of the API, and the pages.',
    settings,
    entrance,
    api,
    pages,
  });
  const watch = new WatchStack(app, physicalName(settings, 'watch'), {
    ...shared,
    description: 'Mastery Pathways: alarms, dashboards, saved queries and the budget.',
    settings,
    entrance,
  });
  const { domain, edge } = settings;
  const front =
    domain === undefined || edge === undefined || settings.emulator
      ? undefined
      : new EdgeStack(app, physicalName(settings, 'edge'), {
          ...shared,
          env: account === undefined ? { region: 'us-east-1' } : { account, region: 'us-east-1' },
          description: 'Mastery Pathways: CloudFront and the firewall before the service.',
          settings,
          domain,
          edge,
        });
  return { storage, entrance, pipeline, api, web, watch, edge: front };
}
