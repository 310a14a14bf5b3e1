import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { poundsOf, signedPenceSchema } from '../core/pence.ts';
import { type Policy, PolicyInvalid, parsePolicy } from '../core/policy.ts';
import type { WhatIf } from '../core/what-if.ts';
import { reading } from '../functions/support/deps.ts';
import { policyReasons, whatIfOf } from '../functions/use-cases/judge-policy.ts';
import { CommandRefused, optionsOf, runCommand } from './command.ts';
import {
  type Environment,
  PROGRAMME_OPTIONS,
  PROGRAMME_USAGE,
  withProgrammeTable,
} from './programme-at-hand.ts';

/** `npm run what-if`: what a changed policy would cost, before anybody switches it on. */

const USAGE = `usage: npm run what-if -- --policy FILE [--data DIR | --aws]

Runs a year's policy over copies of all live participations, and prints the differences in pounds per hub and stage.
Changes nothing. Exits with 1 where the policy would be refused, with every reason.
${PROGRAMME_USAGE}`;

/** Runs the command and returns the exit code. */
export function whatIfCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const options = { policy: { type: 'string' }, ...PROGRAMME_OPTIONS } as const;
    const { policy: file, ...choice } = optionsOf(args, options, USAGE);
    if (!file) throw new CommandRefused(`Which policy?\n\n${USAGE}`);
    const proposed = await policyIn(resolve(env['INIT_CWD'] ?? '.', file));
    return await withProgrammeTable(choice, env, async (table) => {
      const deps = reading(table);
      const active = await deps.policyFor(proposed.academicYear);
      const reasons = await policyReasons(proposed, active, { ...deps, takesInstants: () => true });
      if (reasons.length > 0) {
        print(reasons.map(({ field, detail }) => `${field}: ${detail}`).join('\n'));
        return 1;
      }
      print(reportOf(proposed, await whatIfOf(proposed, active, deps)));
      return 0;
    });
  });
}

async function policyIn(file: string): Promise<Policy> {
  try {
    return parsePolicy(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof PolicyInvalid) throw new CommandRefused(error.message, { cause: error });
    throw new CommandRefused(`There is no policy that can be read in ${file}.`, { cause: error });
  }
}

function reportOf({ academicYear }: Policy, { lines, frozen, difference }: WhatIf): string {
  const changed = lines.filter((line) => line.difference !== 0);
  const rows = changed.map(({ hub, stage, enrolled, continuing, ...amounts }) =>
    [
      ...[hub.padEnd(20), stage.padEnd(24), String(enrolled).padStart(8), String(continuing).padStart(10)],
      ...[amounts.today, amounts.proposed, amounts.difference].map(pounds),
    ].join(' '),
  );
  const heads = [
    'Enrolled',
    'Continuing',
    ...['Today', 'Proposed', 'Difference'].map((head) => head.padStart(14)),
  ];
  return [
    `${academicYear}, in pounds; “continuing” are those of the year before, should all of them go on.`,
    'Whoever leads counts with the days of the year before.',
    ...(rows.length > 0 ? [`${'Hub'.padEnd(20)} ${'Stage'.padEnd(24)} ${heads.join(' ')}`, ...rows] : []),
    `${lines.length - changed.length} of ${lines.length} hubs' stages stay as they are.`,
    `${frozen} participations have opened their year under an earlier version and keep it.`,
    `Altogether: ${pounds(difference).trim()}`,
  ].join('\n');
}

const pounds = (pence: number): string => poundsOf(signedPenceSchema.parse(pence)).padStart(14);

if (import.meta.main) {
  process.exitCode = await whatIfCommand(process.argv.slice(2), process.env, console.log);
}
