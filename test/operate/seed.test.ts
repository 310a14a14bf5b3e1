import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readHub } from '../../adapters/dynamodb/enrolments.ts';
import { readPolicy } from '../../adapters/dynamodb/policies.ts';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { academicYearFrom } from '../../core/academic-year.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { parseHubList } from '../../core/hub-list.ts';
import { toInstant } from '../../core/instant.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import { createTable } from '../../local/dynamodb/create-table.ts';
import { configFor } from '../../local/school-import/table-at-hand.ts';
import { seedCommand } from '../../operate/seed.ts';
import { InstantsRefused, type SeedStage, seedStage } from '../../operate/seed-stage.ts';
import { yearOfMinutes } from '../../operate/smoke/year-of-minutes.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { policyOf2026 } from '../support/sample-rows.ts';

const AT = toInstant('2026-03-02T09:00:00Z');
const [origin] = parseHubList('code\tname\tmailbox\norigin\tOrigin Maths Hub\torigin@hubs.example\n');
const CODE = hubCodeSchema.parse('origin');

let programme: Programme;
let table: Table;
beforeAll(async () => {
  programme = await startProgramme({ schedules: {} });
  const config = configFor(programme.host.dynamoAddress);
  const client = new DynamoDBClient(config);
  await createTable(client, 'a-new-stage');
  await createTable(client, 'mastery-pathways-sandbox').finally(() => client.destroy());
  table = openTable('a-new-stage', config);
});
afterAll(async () => {
  table.client.destroy();
  await programme.stop();
});

const seeds = (changes: Partial<SeedStage> = {}) =>
  seedStage(
    {
      policies: shippedPolicies(),
      hubs: origin ? [origin] : [],
      samples: [],
      takesInstants: false,
      at: AT,
      ...changes,
    },
    { readHub: (code) => readHub(table, code), commit: (change) => commit(table, change) },
  );

describe('seeding a stage', () => {
  it('that is empty gives it its policies and hubs', async () => {
    expect(await seeds()).toEqual({ added: shippedPolicies().length + 1, mailboxes: 0 });
    expect(await readPolicy(table, academicYearFrom(2026))).toEqual(policyOf2026());
  });

  it('again changes nothing', async () => {
    expect(await seeds()).toEqual({ added: 0, mailboxes: 0 });
  });

  it('with another mailbox changes that hub and no policy', async () => {
    const moved = origin ? [{ ...origin, mailbox: 'office@hubs.example' }] : [];
    expect(await seeds({ hubs: moved })).toEqual({ added: 0, mailboxes: 1 });
    expect(await readHub(table, CODE)).toMatchObject({ mailbox: 'office@hubs.example', version: 2 });
  });

  it('that takes days only refuses a year of minutes, before anything is written', async () => {
    const minutes = yearOfMinutes(policyOf2026(), academicYearFrom(2090), 1, AT);
    await expect(seeds({ policies: [minutes] })).rejects.toThrow(InstantsRefused);
    expect(await readPolicy(table, academicYearFrom(2090))).toBeUndefined();
    expect((await seeds({ policies: [minutes], takesInstants: true })).added).toBe(1);
  });
});

describe('npm run seed', () => {
  const run = async (...args: string[]) => {
    const said: string[] = [];
    const code = await seedCommand(args, {}, (text) => said.push(text));
    return { code, said };
  };
  const register = fileURLToPath(new URL('../data/gias-sample.csv', import.meta.url));

  it('fills the table of a stage with policies, the forty hubs, samples and the register', async () => {
    const { code, said } = await run('--stage', 'sandbox', '--samples', '--schools', register);
    expect(code).toBe(0);
    expect(said[0]).toMatch(/^\d+ rows put into mastery-pathways-sandbox, 0 mailboxes changed\.$/);
    expect(said[1]).toContain('eligible');
    expect((await run('--stage', 'sandbox')).said).toEqual([
      '0 rows put into mastery-pathways-sandbox, 0 mailboxes changed.',
    ]);
  });

  it('puts no samples into production', async () => {
    expect(await run('--stage', 'production', '--samples')).toEqual({
      code: 1,
      said: ['Production gets no samples: no such school exists.'],
    });
  });
});
