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
  readonly storage: Template;
  readonly pipeline: Template;
}

/** The context of cdk.json, which the CDK's command line hands to the app and a bare `new App()` does not see. */
export const CDK_CONTEXT = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'))).context;

export const ACCOUNT = '111122223333';

const done = new Map<string, Synthesized>();

/** A stage as `npm run synth -- -c stage=…` makes it, once per test file; code is left out unless bundles are given. */
export function synthesize(stage: string, bundles?: HandlerBundles): Synthesized {
  const known = done.get(stage);
  if (known !== undefined && bundles === undefined) return known;
  const context = { ...CDK_CONTEXT, stage, account: ACCOUNT };
  const folder = temporaryFolder('synthesized');
  const app = new App({ context, outdir: folder });
  const settings = readStageSettings((key) => app.node.tryGetContext(key), undefined);
  const stacks = buildStacks(app, settings, bundles ?? emptyBundles());
  const assembly = app.synth();
  const templateOf = (name: string) => parseTemplate(assembly.getStackByName(name).template);
  const synthesized = {
    app,
    folder,
    settings,
    stacks,
    storage: templateOf(stacks.storage.stackName),
    pipeline: templateOf(stacks.pipeline.stackName),
  };
  done.set(stage, synthesized);
  return synthesized;
}

/** A folder without code for each handler: what is deployed around a function doesn't depend on what is in it. */
function emptyBundles(): HandlerBundles {
  const folder = temporaryFolder('bundles');
  const functions = fileURLToPath(new URL('../../functions', import.meta.url));
  return new Map(
    findHandlers(functions).map((handler) => {
      const bundle = join(folder, handler);
      mkdirSync(bundle, { recursive: true });
      writeFileSync(join(bundle, 'index.mjs'), `// ${handler}\n`);
      return [handler, bundle];
    }),
  );
}
