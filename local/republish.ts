import { readEvent } from '../adapters/dynamodb/events.ts';
import { readFeed } from '../adapters/dynamodb/funding-feed.ts';
import { toInstant } from '../core/instant.ts';
import { retellFunding } from '../functions/use-cases/retell-funding.ts';
import { CommandRefused, optionsOf, runCommand } from './command.ts';
import {
  type Environment,
  financeBus,
  PROGRAMME_OPTIONS,
  PROGRAMME_USAGE,
  withProgrammeTable,
} from './programme-at-hand.ts';

/** `npm run republish`: tells finance again what its feed holds of a stretch of time. */

const USAGE = `usage: npm run republish -- --since ISO --to ISO [--data DIR | --aws]

Puts every funding event from --since on and before --to on the bus again, for finance's queue alone, with the eventId
that it had: a consumer that has taken it already knows it.
${PROGRAMME_USAGE}; BUS_NAME its bus`;

/** Runs the command and returns the exit code. */
export function republishCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const options = { since: { type: 'string' }, to: { type: 'string' }, ...PROGRAMME_OPTIONS } as const;
    const { since, to, ...choice } = optionsOf(args, options, USAGE);
    const stretch = { since: instantIn(since), to: instantIn(to) };
    const putEvents = await financeBus(choice, env);
    const retold = await withProgrammeTable(choice, env, (table) =>
      retellFunding(stretch, {
        readFeed: (after, limit) => readFeed(table, after, limit),
        readEvent: (eventId) => readEvent(table, eventId),
        putEvents,
      }),
    );
    print(`Told finance ${retold} events again, from ${stretch.since} to ${stretch.to}.`);
    return 0;
  });
}

function instantIn(text: string | undefined) {
  try {
    return toInstant(text ?? '');
  } catch (error) {
    throw new CommandRefused(`--since and --to are instants, 2026-11-01T00:00:00Z.\n\n${USAGE}`, {
      cause: error,
    });
  }
}

if (import.meta.main) {
  process.exitCode = await republishCommand(process.argv.slice(2), process.env, console.log);
}
