import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commit } from '../adapters/dynamodb/commit.ts';
import { readHub } from '../adapters/dynamodb/enrolments.ts';
import { readPolicy } from '../adapters/dynamodb/policies.ts';
import { readSchool } from '../adapters/dynamodb/schools.ts';
import { openTable, type Table } from '../adapters/dynamodb/table.ts';
import { academicYearFrom } from '../core/academic-year.ts';
import { actorSchema } from '../core/codes.ts';
import { parseHubList } from '../core/hub-list.ts';
import { instantOf } from '../core/instant.ts';
import { importSchools } from '../functions/use-cases/import-schools.ts';
import { CommandRefused, optionsOf, runCommand } from '../local/command.ts';
import { shippedPolicies } from '../local/demo/policies.ts';
import { demoSchools } from '../local/demo/schools.ts';
import { demoSpecialists } from '../local/demo/specialists.ts';
import { importReport } from '../local/school-import/report.ts';
import { STAGE_OPTION, STAGE_USAGE, settingsOf, tableNameOf } from './chosen-stage.ts';
import { seedStage } from './seed-stage.ts';

/** `npm run seed`: the policies and the hubs into a deployed stage's table; `npm run deploy` does it by itself. */

const USAGE = `usage: npm run seed -- --stage X [--hubs FILE.tsv] [--schools FILE.csv] [--samples]

Puts the policies and the 40 hubs that are not there yet. Again, it only fills what is missing.
${STAGE_USAGE}
  --hubs FILE     code, name and mailbox of each hub, tab-separated, with a header line; changes mailboxes too
  --schools FILE  the DfE's school register, as for npm run import-schools
  --samples       sample schools and sample Specialists as well; never in production`;

/** Runs the command and returns the exit code. */
export function seedCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  print: (text: string) => void,
): Promise<0 | 1> {
  return runCommand(print, async () => {
    const options = {
      ...STAGE_OPTION,
      hubs: { type: 'string' },
      schools: { type: 'string' },
      samples: { type: 'boolean' },
    } as const;
    const { stage, hubs: hubsFile, schools: register, samples = false } = optionsOf(args, options, USAGE);
    const settings = settingsOf(stage, USAGE);
    if (samples && settings.stage === 'production') {
      throw new CommandRefused('Production gets no samples: no such school exists.');
    }
    const fileOf = (name: string) => resolve(env['INIT_CWD'] ?? '.', name);
    const list = hubsFile === undefined ? SHIPPED_HUBS : fileOf(hubsFile);
    const table = openTable(tableNameOf(settings), { region: settings.region });
    try {
      const schools = samples ? demoSchools() : [];
      const { added, mailboxes } = await seedStage(
        {
          policies: shippedPolicies(),
          hubs: parseHubList(readFileSync(list, 'utf8')),
          samples: [...schools, ...(samples ? demoSpecialists(schools) : [])],
          takesInstants: settings.explicitInstants,
          at: instantOf(Date.now()),
        },
        { readHub: (code) => readHub(table, code), commit: (change) => commit(table, change) },
      );
      print(`${added} rows put into ${table.name}, ${mailboxes} mailboxes changed.`);
      if (register !== undefined) print(await importRegister(table, fileOf(register)));
    } finally {
      table.client.destroy();
    }
    return 0;
  });
}

/** The year under whose policy eligibility is counted. */
const ELIGIBLE_FOR = academicYearFrom(2026);

async function importRegister(table: Table, file: string): Promise<string> {
  const policy = await readPolicy(table, ELIGIBLE_FOR);
  if (policy === undefined) throw new CommandRefused(`There is no policy for ${ELIGIBLE_FOR}.`);
  const summary = await importSchools(
    { file: createReadStream(file), policy, at: instantOf(Date.now()), by: actorSchema.parse('register') },
    { readSchool: (urn) => readSchool(table, urn), commit: (change) => commit(table, change) },
  );
  return importReport(summary, ELIGIBLE_FOR);
}

const SHIPPED_HUBS = new URL('../policy/hubs.tsv', import.meta.url);

if (import.meta.main) {
  process.exitCode = await seedCommand(process.argv.slice(2), process.env, console.log);
}
