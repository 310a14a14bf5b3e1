import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { instantOf } from '../core/instant.ts';
import { londonDateOf } from '../core/london.ts';
import { type Release, releaseSchema, stepsOfToday } from '../workflows/released-steps.ts';
import { CommandRefused, optionsOf, runCommand } from './command.ts';

/** `npm run release-steps`: writes down what this release promises to the executions that begin under it. */

const USAGE = `usage: npm run release-steps -- [--check]

Writes workflows/released/DATE.json, where the steps differ from the last release's; commit it with the release.
  --check   writes nothing, and exits with 1 where the last release says something else than the code`;

const FOLDER = new URL('../workflows/released/', import.meta.url);

/** Every release that is on record, the oldest first. */
export function releases(): Release[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => releaseSchema.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))));
}

/** Runs the command and returns the exit code. */
export function releaseStepsCommand(args: readonly string[], print: (text: string) => void): Promise<0 | 1> {
  return runCommand(print, async () => {
    const { check } = optionsOf(args, { check: { type: 'boolean' } }, USAGE);
    const today = stepsOfToday();
    const last = releases().at(-1);
    if (last && isDeepStrictEqual({ machines: last.machines, steps: last.steps }, today)) {
      print(`The steps are those of the release of ${last.releasedOn}.`);
      return 0;
    }
    if (check) {
      throw new CommandRefused('The steps differ from the last release: npm run release-steps, and commit.');
    }
    const releasedOn = londonDateOf(instantOf(Date.now()));
    const file = new URL(`${releasedOn}.json`, FOLDER);
    writeFileSync(file, `${JSON.stringify({ releasedOn, ...today }, null, 2)}\n`);
    print(`Written: workflows/released/${releasedOn}.json. Commit it with the release.`);
    return 0;
  });
}

if (import.meta.main) {
  process.exitCode = await releaseStepsCommand(process.argv.slice(2), console.log);
}
