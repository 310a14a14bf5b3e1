import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readFeed } from '../adapters/dynamodb/funding-feed.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { isEmpty, loadLines } from '../adapters/dynamodb/whole-table.ts';
import { specialistIdSchema } from '../core/codes.ts';
import { instantSchema } from '../core/instant.ts';
import { reading } from '../functions/support/deps.ts';
import { type Erasure, replayErasures } from '../functions/use-cases/replay-erasures.ts';
import { CommandRefused, optionsOf, runCommand } from './command.ts';
import {
  type Environment,
  PROGRAMME_OPTIONS,
  PROGRAMME_USAGE,
  withProgrammeTable,
} from './programme-at-hand.ts';

/** `npm run restore`: an export of the table into an empty stage, without whom it has erased since. */

const USAGE = `usage: npm run restore -- --from FOLDER --erasures FILE [--finance-has N] [--data DIR | --aws]

Puts an export of the table (DynamoDB's own, DYNAMODB_JSON) into a table that is empty; any other is refused.
  --from FOLDER     the folder of the export, with its .json.gz or .json files somewhere in it
  --erasures FILE   the lines of the erasure log, which are applied again; an empty file where there are none
  --finance-has N   the last sequence that finance has read: refused where the export ends before it
${PROGRAMME_USAGE}`;

const OPTIONS = {
  from: { type: 'string' },
  erasures: { type: 'string' },
  'finance-has': { type: 'string' },
  ...PROGRAMME_OPTIONS,
} as const;

/** Runs the command and returns the exit code: 1 also where an erasure could not be applied again. */
export function restoreCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const { from, erasures: log, 'finance-has': financeHas, ...choice } = optionsOf(args, OPTIONS, USAGE);
    if (!from || !log) throw new CommandRefused(`Which export, and which erasures?\n\n${USAGE}`);
    const at = (path: string) => resolve(env['INIT_CWD'] ?? '.', path);
    const files = await exportFilesIn(at(from));
    const erasures = await erasuresIn(at(log));
    return await withProgrammeTable(choice, env, async (table) => {
      if (!(await isEmpty(table))) {
        throw new CommandRefused(
          `The table ${table.name} is not empty: nothing is restored over what is there.`,
        );
      }
      print(`Restored ${await loadLines(table, linesOf(files))} items from ${files.length} files.`);
      return (await checkFeed(table, financeHas, print)) && (await replay(table, erasures, print)) ? 0 : 1;
    });
  });
}

async function exportFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error) => {
    throw new CommandRefused(`There is no folder ${folder}.`, { cause: error });
  });
  // Beside its data an export has manifests, which are no items.
  const files = names.filter((name) => /\.json(\.gz)?$/.test(name) && !/manifest/.test(name)).sort();
  if (files.length === 0) throw new CommandRefused(`There is no export in ${folder}.`);
  return files.map((file) => join(folder, file));
}

async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    const plain = createReadStream(file);
    yield* createInterface({ input: file.endsWith('.gz') ? plain.pipe(createGunzip()) : plain });
  }
}

/** A line of the erasure log: the event as the bus delivered it. */
const ERASURE = z
  .object({
    detail: z.object({
      metadata: z.object({ occurredAt: instantSchema }),
      data: z.object({ specialistId: specialistIdSchema }),
    }),
  })
  .transform(({ detail }): Erasure => {
    return { specialistId: detail.data.specialistId, erasedAt: detail.metadata.occurredAt };
  });

async function erasuresIn(file: string): Promise<readonly Erasure[]> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new CommandRefused(`There is no file ${file} that can be read.`, { cause: error });
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      return ERASURE.parse(JSON.parse(line));
    } catch (error) {
      throw new CommandRefused(`Line ${index + 1} of ${file} is no erasure.`, { cause: error });
    }
  });
}

/** Numbers that finance has read must never be given to other events. */
async function checkFeed(
  table: Table,
  financeHas: string | undefined,
  print: (text: string) => void,
): Promise<boolean> {
  if (financeHas === undefined) return true;
  const wanted = Number(financeHas);
  const present = wanted === 0 || (await readFeed(table, wanted - 1, 1)).length > 0;
  if (!present) {
    print(
      `Finance has read ${wanted}, and the export ends before it. Empty the table, and take a later export.`,
    );
  }
  return present;
}

async function replay(
  table: Table,
  erasures: readonly Erasure[],
  print: (text: string) => void,
): Promise<boolean> {
  const deps = { ...reading(table), commit: commit.bind(undefined, table) };
  const { erased, stillOnProgramme } = await replayErasures(erasures, deps);
  print(`Erased again: ${erased} of ${erasures.length} in the log.`);
  for (const id of stillOnProgramme) {
    print(
      `${id} is in the middle of a year in this export: withdraw and erase them before anybody signs in.`,
    );
  }
  return stillOnProgramme.length === 0;
}

if (import.meta.main) {
  process.exitCode = await restoreCommand(process.argv.slice(2), process.env, console.log);
}
