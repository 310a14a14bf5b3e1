import { commit } from '../adapters/dynamodb/commit.ts';
import { actorSchema } from '../core/codes.ts';
import { reading } from '../functions/support/deps.ts';
import { type Move, moveGenerations, planMoves } from '../functions/use-cases/move-generations.ts';
import { machineNameSchema } from '../workflows/steps.ts';
import { CommandRefused, optionsOf, runCommand } from './command.ts';
import {
  type Environment,
  PROGRAMME_OPTIONS,
  PROGRAMME_USAGE,
  programmeNow,
  withProgrammeTable,
} from './programme-at-hand.ts';

/** `npm run move-generations`: lets everything that is running go on under the definitions that are deployed now. */

const USAGE = `usage: npm run move-generations -- --dry-run [--machine NAME] [--data DIR | --aws]
       npm run move-generations -- --expect N [--machine NAME] [--data DIR | --aws]

Gives every running participation and statement, or those of one machine, its next generation: the old execution is
stopped, a new one goes on from what is recorded. After a restore this starts every year again; after a change of a
definition it moves the running years to it.
  --dry-run    only shows what would be moved, and how many; changes nothing
  --expect N   moves them, if they are as many as the dry run showed
${PROGRAMME_USAGE}`;

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  expect: { type: 'string' },
  machine: { type: 'string' },
  ...PROGRAMME_OPTIONS,
} as const;

const MOVER = { role: 'admin', actor: actorSchema.parse('move-generations') } as const;

/** Runs the command and returns the exit code. */
export function moveGenerationsCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const { 'dry-run': dryRun, expect, machine: name, ...choice } = optionsOf(args, OPTIONS, USAGE);
    if (Boolean(dryRun) === (expect !== undefined)) {
      throw new CommandRefused(`First --dry-run, then --expect with the number it showed.\n\n${USAGE}`);
    }
    const machine = machineNameSchema.optional().safeParse(name);
    if (!machine.success) throw new CommandRefused(`There is no machine ${name}.\n\n${USAGE}`);
    const now = await programmeNow(choice, env);
    return await withProgrammeTable(choice, env, async (table): Promise<0 | 1> => {
      const deps = { ...reading(table), commit: commit.bind(undefined, table) };
      const planned = await planMoves(now, deps);
      const moves = planned.filter((move) => machine.data === undefined || move.machine === machine.data);
      if (dryRun) {
        print([...moves.map(lineOf), `${moves.length} would be moved.`].join('\n'));
        return 0;
      }
      if (moves.length !== Number(expect)) {
        throw new CommandRefused(
          `${moves.length} are running now, not ${expect}: look again with --dry-run.`,
        );
      }
      let moved = 0;
      await moveGenerations(moves, { caller: MOVER, now }, deps, (move, successor) => {
        moved += successor === undefined ? 0 : 1;
        print(`${lineOf(move)} → ${successor ?? 'nothing any more: it has ended meanwhile'}`);
      });
      print(`${moved} moved.`);
      return 0;
    });
  });
}

const lineOf = ({ machine, execution }: Move): string => `${machine.padEnd(20)} ${execution}`;

if (import.meta.main) {
  process.exitCode = await moveGenerationsCommand(process.argv.slice(2), process.env, console.log);
}
