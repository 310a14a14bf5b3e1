import { instantOf } from '../core/instant.ts';
import { balancesIn } from '../core/ledger.ts';
import { poundsOf, signedPenceSchema } from '../core/pence.ts';
import { reading } from '../functions/support/deps.ts';
import { type Comparison, compareBooks } from '../functions/use-cases/compare-books.ts';
import { optionsOf, runCommand } from './command.ts';
import {
  type Environment,
  PROGRAMME_OPTIONS,
  PROGRAMME_USAGE,
  withProgrammeTable,
} from './programme-at-hand.ts';

/** `npm run reconcile`: rebuilds every claim and statement from the events alone, and compares them with the rows. */

const USAGE = `usage: npm run reconcile -- [--data DIR | --aws]

Prints every balance as finance's feed alone makes it, in pounds, and where the rows say otherwise. Changes nothing.
Exits with 1 where anything differs.
${PROGRAMME_USAGE}`;

const MOST_SHOWN = 20;

/** Runs the command and returns the exit code. */
export function reconcileCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const choice = optionsOf(args, PROGRAMME_OPTIONS, USAGE);
    const comparison = await withProgrammeTable(choice, env, (table) =>
      compareBooks(instantOf(Date.now()), reading(table)),
    );
    print(reportOf(comparison));
    return comparison.divergences.length === 0 ? 0 : 1;
  });
}

function reportOf({ ledger, claims, statements, divergences }: Comparison): string {
  const balances = balancesIn(ledger).map(({ hub, academicYear, stage, raised, paid, recovered }) =>
    [hub.padEnd(20), academicYear, stage.padEnd(24), ...[raised, paid, recovered].map(pounds)].join(' '),
  );
  const shown = divergences.slice(0, MOST_SHOWN).map(({ id, field, row, events, eventId }) => {
    const since = eventId ? `, since ${eventId}` : '';
    return `  ${id}: ${field} is ${row} in its row and ${events} by its events${since}`;
  });
  const more = divergences.length - shown.length;
  return [
    `${'Hub'.padEnd(20)} Year    ${'Stage'.padEnd(24)} ${['Raised', 'Paid', 'Recovered'].map((word) => word.padStart(14)).join(' ')}`,
    ...balances,
    '',
    `${claims} claims and ${statements} statements, ${ledger.upTo} events.`,
    ...(divergences.length === 0
      ? ['Rows and events agree to the penny.']
      : [`They differ in ${divergences.length}:`, ...shown]),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n');
}

const pounds = (pence: number): string => poundsOf(signedPenceSchema.parse(pence)).padStart(14);

if (import.meta.main) {
  process.exitCode = await reconcileCommand(process.argv.slice(2), process.env, console.log);
}
