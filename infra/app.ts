/** What `cdk synth` and `cdk deploy` run: one stage (`-c stage=…`), its handlers bundled once, its stacks. */

import { App } from 'aws-cdk-lib';
import { bundleHandlers } from './bundle.ts';
import { bundlePages } from './bundle-pages.ts';
import { buildStacks } from './stacks.ts';
import { readStageSettings } from './stage-settings.ts';

const app = new App();
const settings = readStageSettings((key) => app.node.tryGetContext(key), process.env.CDK_DEFAULT_ACCOUNT);
buildStacks(app, settings, await bundleHandlers('dist'), bundlePages('dist'));
