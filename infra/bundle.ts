import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { functionName } from '../workflows/wiring.ts';
import { droppableSchemas } from './droppable-schemas.ts';
import { findHandlers, type HandlerPath } from './handlers.ts';

/** Handler → the folder that is its function's code: one `index.mjs` with everything in it, the AWS SDK too. */
export type HandlerBundles = ReadonlyMap<HandlerPath, string>;

/**
 * What the pages' templates rest on is CommonJS: it `require`s Node's own modules at run time, which an ES module cannot
 * unless it is given a `require`. Without it, drawing a page would fail, and nothing before.
 */
const REQUIRE_FOR_OLDER_PACKAGES =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Parts of the SDK that it loads when it needs them, and never does here: other sources of credentials than the
 * environment, which is where Lambda puts them, and operations that stream events. A third of a bundle.
 */
const LEFT_OUT = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
  '@smithy/core/event-streams',
];

/** How code of ours becomes one file that runs by itself. */
export const BUNDLING = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  // What Node.js 22 can run, 24 runs as well: emulators are not all as far as Lambda.
  target: 'node22',
  mainFields: ['module', 'main'],
  banner: { js: REQUIRE_FOR_OLDER_PACKAGES },
  // Shortens the names of classes too. What the state machines catch is an error's `name`, which every class of ours
  // sets; a test holds them to it.
  minify: true,
  legalComments: 'none',
  external: LEFT_OUT,
  logLevel: 'warning',
} satisfies BuildOptions;

export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles every handler in one esbuild call. The same sources give the same bytes, whatever folder they lie in,
 * so a deployment touches only the functions whose code changed.
 *
 * @param outputFolder emptied first, so that a handler that was removed leaves nothing behind
 */
export async function bundleHandlers(
  outputFolder: string,
  repository: string = REPOSITORY,
): Promise<HandlerBundles> {
  const handlers = findHandlers(join(repository, 'functions'));
  const outdir = resolve(outputFolder);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...BUNDLING,
    plugins: [droppableSchemas],
    entryPoints: handlers.map((handler) => ({
      in: `functions/${handler}.ts`,
      out: `${functionName(handler)}/index`,
    })),
    outdir,
    absWorkingDir: repository,
  });
  return new Map(handlers.map((handler) => [handler, join(outdir, functionName(handler))]));
}
