import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { commit } from '../adapters/dynamodb/commit.ts';
import { keyOf } from '../adapters/dynamodb/keys.ts';
import { readRow } from '../adapters/dynamodb/read-row.ts';
import { readSchool } from '../adapters/dynamodb/schools.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { academicYearFrom } from '../core/academic-year.ts';
import { actorSchema, type Urn } from '../core/codes.ts';
import { instantOf } from '../core/instant.ts';
import type { Policy } from '../core/policy.ts';
import { fileDateOf } from '../core/register-import.ts';
import { type ImportSummary, importSchools } from '../functions/use-cases/import-schools.ts';
import { recordRegisterImport } from '../functions/use-cases/record-register-import.ts';
import type { Change } from '../workflows/change.ts';
import { shippedPolicies } from './demo/policies.ts';
import { importReport } from './school-import/report.ts';
import { withTableAtHand } from './school-import/table-at-hand.ts';

/** `npm run import-schools`: reads the DfE's school register into the table, and says what came of it. */

const USAGE = `usage: npm run import-schools -- FILE.csv [--data DIR]

FILE.csv is the register as the DfE publishes it ("Get Information About Schools", all establishment data:
edubasealldataYYYYMMDD.csv). A row that cannot be read is reported and left out; the rest is taken.
  --data DIR   the data folder of the programme (DATA_DIR; default .local), whether a host is running on it or not`;

/** The year under whose policy eligibility is counted. */
const ELIGIBLE_FOR = academicYearFrom(2026);

/** The command cannot be done as it was given; the message says why to the person who typed it. */
class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs the command and returns the exit code: 0 when the file was taken, 1 with a sentence when it was refused. */
export async function importSchoolsCommand(
  args: readonly string[],
  env: Environment,
  print: (text: string) => void,
): Promise<0 | 1> {
  try {
    const { file, dataFolder } = choicesOf(args, env);
    await refuseUnreadable(file);
    const where = {
      dataFolder,
      AWS_ENDPOINT_URL_DYNAMODB: env['AWS_ENDPOINT_URL_DYNAMODB'],
      TABLE_NAME: env['TABLE_NAME'],
    };
    const summary = await withTableAtHand(where, print, (table) => importInto(table, file));
    print(`\n${importReport(summary, ELIGIBLE_FOR)}`);
    return 0;
  } catch (error) {
    print(sentenceOf(error));
    return 1;
  }
}

function choicesOf(args: readonly string[], env: Environment): { file: string; dataFolder: string } {
  const { values, positionals } = parsed(args);
  if (values.links !== undefined) {
    throw new CommandRefused(
      '--links is refused for now: following a school to its new URN is not built yet, and taking the links ' +
        'without doing so would only look as if it were. Nothing was imported; leave --links out to import the register.',
    );
  }
  const [file, ...more] = positionals;
  if (!file) throw new CommandRefused(`Which file?\n\n${USAGE}`);
  if (more.length > 0) throw new CommandRefused(`One file at a time, not ${positionals.length}.\n\n${USAGE}`);
  // npm runs scripts in the project's folder; a file is named from where the person stands.
  return {
    file: resolve(env['INIT_CWD'] ?? '.', file),
    dataFolder: values.data ?? env['DATA_DIR'] ?? '.local',
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string' }, links: { type: 'string' } },
    });
  } catch (error) {
    const [problem] = error instanceof Error ? error.message.split('. ') : [String(error)];
    throw new CommandRefused(`${problem}.\n\n${USAGE}`, { cause: error });
  }
}

/** Refuses a file that is not there, before any engine is started for it. */
async function refuseUnreadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw new CommandRefused(`There is no file ${file} that can be read.`, { cause: error });
  }
  if ((await stat(file)).isDirectory()) throw new CommandRefused(`${file} is a folder, not a file.`);
}

async function importInto(table: Table, path: string): Promise<ImportSummary> {
  const reading = { at: instantOf(Date.now()), by: actorSchema.parse('register') };
  const deps = {
    readSchool: (urn: Urn) => readSchool(table, urn),
    commit: (change: Change) => commit(table, change),
  };
  const file = createReadStream(path);
  const summary = await importSchools({ file, policy: await policyOf(table), ...reading }, deps);
  await recordRegisterImport(summary, { ...reading, fileDate: fileDateOf(path) }, deps);
  return summary;
}

/** The table's own policy, which an admin may have changed, or the one that would be seeded. */
async function policyOf(table: Table): Promise<Policy> {
  const policy =
    (await readRow(table, 'policy', keyOf.policy(ELIGIBLE_FOR))) ??
    shippedPolicies().find(({ academicYear }) => academicYear === ELIGIBLE_FOR);
  if (!policy) throw new CommandRefused(`There is no policy for ${ELIGIBLE_FOR} to judge the schools by.`);
  return policy;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandRefused) return error.message;
  const cause = error.cause instanceof Error ? `\n(${error.cause.name}: ${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}

if (import.meta.main) {
  process.exitCode = await importSchoolsCommand(process.argv.slice(2), process.env, console.log);
}
