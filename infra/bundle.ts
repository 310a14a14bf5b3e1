import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { functionName } from '../workflows/wiring.ts';
import { findHandlers, type HandlerPath } from './handlers.ts';

/** Handler → the folder that is its function's code: one `index.mjs` with everything in it, the AWS SDK too. */
export type HandlerBundles = ReadonlyMap<HandlerPath, string>;

/**
 * GOV.UK Notify's client and what it rests on are CommonJS: they `require` Node's own modules at run time, which an ES
 * module cannot unless it is given a `require`. Without it, sending a mail would fail, and nothing before.
 */
const REQUIRE_FOR_OLDER_PACKAGES =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles every handler in one esbuild call. The same sources give the same bytes, whatever folder they lie in,
 * so a deployment touches only the functions whose code changed.
 *
 * @param outputFolder emptied first, so that a handler that was removed leaves nothing behind
 */
export function bundleHandlers(outputFolder: string, repository: string = REPOSITORY): HandlerBundles {
  const handlers = findHandlers(join(repository, 'functions'));
  const outdir = resolve(outputFolder);
  rmSync(outdir, { recursive: true, force: true });
  buildSync({
    entryPoints: handlers.map((handler) => ({
      in: `functions/${handler}.ts`,
      out: `${functionName(handler)}/index`,
    })),
    outdir,
    absWorkingDir: repository,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // What Node.js 22 can run, 24 runs as well: emulators are not all as far as Lambda.
    target: 'node22',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_OLDER_PACKAGES },
    minify: true,
    // The state machines catch errors by class name: a minified name would match no Retry and no Catch.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return new Map(handlers.map((handler) => [handler, join(outdir, functionName(handler))]));
}
