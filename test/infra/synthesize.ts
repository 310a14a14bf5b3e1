import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import type { HandlerBundles } from '../../infra/bundle.ts';
import { findHandlers } from '../../infra/handlers.ts';
import { buildStacks, type Stacks } from '../../infra/stacks.ts';
import { readStageSettings, type StageSettings } from '../../infra/stage-settings.ts';
import { parseTemplate, type Template } from './template.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Synthesized {
  readonly app: App;
  /** The cloud assembly: templates, and the code of the functions. */
  readonly folder: string;
  readonly settings: StageSettings;
  readonly stacks: Stacks;
  /** The template of a stack that not every stage has. */
  readonly templateOf: (stackName: string) => Template;
  readonly storage: Template;
  readonly entrance: Template;
  readonly web: Template;
  readonly watch: Template;
  readonly pipeline: Template;
  readonly api: Template;
  /** Pipeline and API in one: what is plugged into what. */
  readonly plugged: Template;
  /** All stacks in one: who may do what. */
  readonly whole: Template;
}

/** The context of cdk.json, which the CDK's command line hands to the app and a bare `new App()` does not see. */
export const CDK_CONTEXT = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))).context;

export const ACCOUNT = '111122223333';

const bundlesFolder = temporaryFolder('bundles');

const done = new Map<string, Synthesized>();

/** The settings of all stages, with changes to those of one. */
export function stagesWith(stage: string, changes: Readonly<Record<string, unknown>>) {
  const stages = z.record(z.string(), z.looseObject({})).parse(CDK_CONTEXT['stages']);
  return { ...stages, [stage]: { ...stages[stage], ...changes } };
}

/**
 * A stage as `npm run synth -- -c stage=…` makes it, once per test file; code is left out unless bundles are given.
 *
 * @param changes to its settings in cdk.json
 */
export function synthesize(
  stage: string,
  bundles?: HandlerBundles,
  changes?: Readonly<Record<string, unknown>>,
  emulator = false,
): Synthesized {
  const known = done.get(stage);
  if (known !== undefined && bundles === undefined && changes === undefined) return known;
  const stages = stagesWith(stage, changes ?? {});
  const context = { ...CDK_CONTEXT, stages, stage, account: ACCOUNT, emulator };
  const folder = temporaryFolder('synthesized');
  const app = new App({ context, outdir: folder });
  const settings = readStageSettings((key) => app.node.tryGetContext(key), undefined);
  const stacks = buildStacks(app, settings, bundles ?? emptyBundles(), emptyFolder('web/lambda'));
  const assembly = app.synth();
  const templateOf = (name: string) => parseTemplate(assembly.getStackByName(name).template);
  const pipeline = templateOf(stacks.pipeline.stackName);
  const api = templateOf(stacks.api.stackName);
  const all = assembly.stacks.map(({ template }) => parseTemplate(template).Resources);
  const synthesized = {
    app,
    folder,
    settings,
    stacks,
    templateOf,
    storage: templateOf(stacks.storage.stackName),
    entrance: templateOf(stacks.entrance.stackName),
    web: templateOf(stacks.web.stackName),
    watch: templateOf(stacks.watch.stackName),
    pipeline,
    api,
    plugged: { Resources: { ...pipeline.Resources, ...api.Resources } },
    whole: { Resources: Object.assign({}, ...all) },
  };
  if (changes === undefined) done.set(stage, synthesized);
  return synthesized;
}

/** A folder without code for each handler: what is deployed around a function doesn't depend on what is in it. */
function emptyBundles(): HandlerBundles {
  const functions = fileURLToPath(new URL('../../functions', import.meta.url));
  return new Map(findHandlers(functions).map((handler) => [handler, emptyFolder(handler)]));
}

function emptyFolder(handler: string): string {
  const bundle = join(bundlesFolder, handler);
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, 'index.mjs'), `// ${handler}\n`);
  return bundle;
}
