import { cpSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { shippedFiles } from '../web/shipped-files.ts';
import { BUNDLING, REPOSITORY } from './bundle.ts';
import { PAGES } from './handlers.ts';

/**
 * Bundles the pages with the files they read, and answers with the folder that is their function's code.
 *
 * @param outputFolder not emptied, save for the pages' own part
 */
export function bundlePages(outputFolder: string, repository: string = REPOSITORY): string {
  const outdir = resolve(outputFolder, 'pages');
  rmSync(outdir, { recursive: true, force: true });
  const entry = join(repository, `${PAGES}.ts`);
  buildSync({ ...BUNDLING, entryPoints: [{ in: entry, out: 'index' }], outdir, absWorkingDir: repository });
  for (const [to, from] of shippedFiles()) cpSync(from, join(outdir, to));
  return outdir;
}
