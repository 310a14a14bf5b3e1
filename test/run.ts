import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';

/**
 * `npm test [-- FILTER …]`: runs every test, or those whose file names contain a filter, and ends with the line
 * `N passed, N failed`. `--full` (npm run test:full) sets FULL for the campaigns that take longer.
 */
// Many tests start the whole host as a process of its own; what V8 has compiled once, the next one need not.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'mastery-pathways-compiled');

const filters = process.argv.slice(2).filter((word) => word !== '--full');
if (process.argv.includes('--full')) process.env['FULL'] = '1';

const vitest = await startVitest('test', filters, { watch: false, run: true });
const modules = vitest.state.getTestModules();
const results = modules.flatMap((module) =>
  [...module.children.allTests()].map((test) => test.result().state),
);
const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
const unhandled = vitest.state.getUnhandledErrors().length;
await vitest.close();

const passed = results.filter((state) => state === 'passed').length;
const failed = results.filter((state) => state === 'failed').length + brokenFiles + unhandled;
// A filter that matches nothing is a mistake, not a success.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`\n${passed} passed, ${failed} failed`);
