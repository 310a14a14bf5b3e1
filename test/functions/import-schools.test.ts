import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readSchool, searchSchools } from '../../adapters/dynamodb/schools.ts';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { actorSchema, hubCodeSchema, urnSchema } from '../../core/codes.ts';
import { instantSchema } from '../../core/instant.ts';
import { parsePolicy } from '../../core/policy.ts';
import { RegisterColumnsMissing } from '../../core/register-file.ts';
import type { School } from '../../core/school.ts';
import {
  type ImportSummary,
  importSchools,
  RegisterUnreadable,
} from '../../functions/use-cases/import-schools.ts';
import { createTable } from '../../local/dynamodb/create-table.ts';
import { type DynamoEngine, startDynamoEngine } from '../../local/dynamodb/engine-process.ts';
import { type Change, changed } from '../../workflows/change.ts';

/** 99 rows of the real register, byte for byte: Windows-1252, 134 columns, CRLF. */
const SAMPLE = readFileSync(new URL('../data/gias-sample.csv', import.meta.url));
const SAMPLE_TEXT = new TextDecoder('windows-1252').decode(SAMPLE);

const policy = parsePolicy(
  JSON.parse(readFileSync(new URL('../../policy/2026-27.json', import.meta.url), 'utf8')),
);
const at = instantSchema.parse('2026-03-02T09:00:00.000Z');
const by = actorSchema.parse('register');
const urn = (text: string) => urnSchema.parse(text);

let folder: string;
let engine: DynamoEngine;
let admin: DynamoDBClient;
const config = () => ({
  endpoint: engine.endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-schools-'));
  engine = await startDynamoEngine({ memory: true, logFile: join(folder, 'dynamodb.log') });
  admin = new DynamoDBClient(config());
});

afterAll(async () => {
  admin?.destroy();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let tables = 0;

async function emptyTable(): Promise<Table> {
  tables += 1;
  await createTable(admin, `schools-${tables}`);
  return openTable(`schools-${tables}`, config());
}

/** The file in pieces of an odd size, so that rows are cut anywhere. */
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 997) yield bytes.subarray(from, from + 997);
}

interface Run {
  readonly summary: ImportSummary;
  readonly written: readonly Change[];
}

async function run(table: Table, file: Uint8Array | string): Promise<Run> {
  const written: Change[] = [];
  const bytes = typeof file === 'string' ? Buffer.from(file, 'latin1') : file;
  const summary = await importSchools(
    { file: piecesOf(bytes), policy, at, by },
    {
      readSchool: (each) => readSchool(table, each),
      commit: (change) => {
        written.push(change);
        return commit(table, change);
      },
    },
  );
  return { summary, written };
}

const [HEADER = '', ...ROWS] = SAMPLE_TEXT.split('\r\n').filter(Boolean);
const fileOf = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\r\n');

describe('the real register extract', () => {
  it('is taken whole, with what is eligible and why the rest is not', async () => {
    const { summary } = await run(await emptyTable(), SAMPLE);
    // Counted independently of this code, with Python's csv module over the same file.
    expect(summary).toEqual({
      rows: 99,
      added: 99,
      changed: 0,
      unchanged: 0,
      refused: [],
      eligible: 1,
      ineligible: 98,
      reasons: new Map([
        ['school-not-secondary', 94],
        ['school-not-state-funded', 56],
        ['school-closed', 9],
        ['school-not-yet-open', 1],
      ]),
    });
  });

  it('changes nothing the second time', async () => {
    const table = await emptyTable();
    await run(table, SAMPLE);
    const { summary, written } = await run(table, SAMPLE);
    expect(summary).toMatchObject({ added: 0, changed: 0, unchanged: 99 });
    expect(written).toEqual([]);
  });

  it('is found again by URN, by words of the name and by postcode', async () => {
    const table = await emptyTable();
    await run(table, SAMPLE);
    const found = async (query: string, limit = 10) =>
      (await searchSchools(table, { query, limit })).items.map((school) => school.urn);
    expect(await found(' 100000 ')).toEqual(['100000']);
    expect(await found('999999')).toEqual([]);
    expect(await found('st pauls CATHEDRAL')).toEqual(['100002']);
    expect(await found('cathedral aldgate')).toEqual([]);
    expect(await found('ec2y8')).toEqual(['100001']);
    expect(await found('!!!')).toEqual([]);
    // Primary schools are kept, and found by URN, but not listed.
    expect(await found('aldgate')).toEqual([]);
    expect(await found('')).toHaveLength(5);
  });

  it('is listed in pages that leave nothing out', async () => {
    const table = await emptyTable();
    await run(table, SAMPLE);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchSchools(table, { query: '', limit: 2, cursor });
      seen.push(...page.items.map((school) => school.urn));
      cursor = page.cursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('names', () => {
  it('keep their apostrophes and accents', async () => {
    const table = await emptyTable();
    const [row = ''] = ROWS;
    // 0x92, 0xE9 and 0xF4 are ’, é and ô in Windows-1252; Latin-1 would make a control character of the first.
    const { summary } = await run(
      table,
      fileOf(row.replace('The Aldgate School', 'St Zo\xe9\x92s Ys M\xf4n')),
    );
    expect(summary.added).toBe(1);
    expect((await readSchool(table, urn('100000')))?.name).toBe('St Zoé’s Ys Môn');
  });

  it('are read as UTF-8 where the file says with its mark that it was saved so', async () => {
    const table = await emptyTable();
    const [row = ''] = ROWS;
    const text = `\ufeff${fileOf(row.replace('The Aldgate School', 'École Élan'))}`;
    await run(table, Buffer.from(text, 'utf8'));
    expect((await readSchool(table, urn('100000')))?.name).toBe('École Élan');
  });

  it('may hold commas, quotes and line breaks', async () => {
    const table = await emptyTable();
    const [row = '', next = ''] = ROWS;
    const name = '"The ""Aldgate"",\r\nSchool"';
    const broken = next.replace('100001', '10000x');
    const { summary } = await run(table, fileOf(row.replace('The Aldgate School', name), broken));
    expect((await readSchool(table, urn('100000')))?.name).toBe('The "Aldgate",\r\nSchool');
    expect(summary.refused.map(({ line }) => line)).toEqual([4]);
  });
});

describe('a school that is there already', () => {
  it('keeps its hub and follows the register', async () => {
    const table = await emptyTable();
    await run(table, SAMPLE);
    const before = await schoolOf(table, '100006');
    const enrolled = changed(before, { hub: hubCodeSchema.parse('origin') });
    await commit(table, { puts: [enrolled], events: [], at, by });

    expect((await run(table, SAMPLE)).summary).toMatchObject({ changed: 0, unchanged: 99 });
    const renamed = SAMPLE_TEXT.replace('CCfL Key Stage 4 PRU', 'Camden Key Stage 4');
    expect((await run(table, renamed)).summary).toMatchObject({ changed: 1, unchanged: 98 });
    expect(await schoolOf(table, '100006')).toStrictEqual({
      ...enrolled,
      name: 'Camden Key Stage 4',
      version: 3,
    });

    const list = await searchSchools(table, {
      query: 'key stage',
      hub: hubCodeSchema.parse('origin'),
      limit: 5,
    });
    expect(list.items.map((school) => school.urn)).toEqual(['100006']);
    const others = await searchSchools(table, {
      query: '100006',
      hub: hubCodeSchema.parse('solent'),
      limit: 5,
    });
    expect(others.items).toEqual([]);
  });

  it('loses what the register no longer says', async () => {
    const table = await emptyTable();
    const [row = ''] = ROWS;
    await run(table, fileOf(row));
    await run(table, fileOf(row.replace('EC3A 5DE', '')));
    expect(await schoolOf(table, '100000')).not.toHaveProperty('postcode');
  });

  it('is read again when somebody enrols it at the same moment', async () => {
    const table = await emptyTable();
    const [row = ''] = ROWS;
    await run(table, fileOf(row));
    let enrolled = false;
    const { changed: count } = await importSchools(
      { file: piecesOf(Buffer.from(fileOf(row.replace('EC3A 5DE', 'EC3A 5DF')))), policy, at, by },
      {
        readSchool: (each) => readSchool(table, each),
        commit: async (change) => {
          if (!enrolled) {
            enrolled = true;
            const puts = [changed(await schoolOf(table, '100000'), { hub: hubCodeSchema.parse('origin') })];
            await commit(table, { ...change, puts });
          }
          return commit(table, change);
        },
      },
    );
    expect(count).toBe(1);
    expect(await schoolOf(table, '100000')).toMatchObject({
      hub: 'origin',
      postcode: 'EC3A 5DF',
      version: 3,
    });
  });
});

describe('a file that is not as it should be', () => {
  it('is refused without the columns that are needed, before anything is written', async () => {
    const text = SAMPLE_TEXT.replace('EstablishmentStatus (code)', 'Status').replace(
      'Postcode',
      'PostalCode',
    );
    const importing = run(await emptyTable(), text);
    await expect(importing).rejects.toThrow(RegisterColumnsMissing);
    await expect(importing).rejects.toMatchObject({ missing: ['EstablishmentStatus (code)', 'Postcode'] });
  });

  it.each([
    ['empty', ''],
    ['of blank lines', '\r\n\r\n'],
    ['a spreadsheet', 'PK\x03\x04\x14\x00\x06\x00'],
  ])('is refused when it is %s', async (_, text) => {
    await expect(run(await emptyTable(), text)).rejects.toThrow(RegisterColumnsMissing);
  });

  it('is refused at a quote that never closes, by its row and without a word of its content', async () => {
    const [row = '', next = ''] = ROWS;
    const importing = run(
      await emptyTable(),
      fileOf(row, next.replace('City of London School', '"Secret School')),
    );
    await expect(importing).rejects.toThrow(RegisterUnreadable);
    await expect(importing).rejects.toThrow(/^Row 3 /);
    await expect(importing).rejects.not.toThrow(/Secret/);
  });

  it('gives up the rows that are wrong, by line, and takes the others', async () => {
    const [one = '', two = '', three = '', four = ''] = ROWS;
    const { summary } = await run(
      await emptyTable(),
      fileOf(one, two.replace('01-01-1920', '31-02-1920'), '', `${three},extra`, four, one),
    );
    expect(summary).toMatchObject({ rows: 5, added: 2 });
    expect(summary.refused).toEqual([
      { line: 3, problems: [{ column: 'OpenDate', says: '"31-02-1920" is not a date written dd-mm-yyyy' }] },
      { line: 5, problems: [{ column: '', says: 'the row has 135 fields, the header 134' }] },
      { line: 7, problems: [{ column: 'URN', says: '"100000" is on line 2 already' }] },
    ]);
  });

  it('ends with the table’s own failure, and can be imported again', async () => {
    const table = await emptyTable();
    let commits = 0;
    const failing = importSchools(
      { file: piecesOf(SAMPLE), policy, at, by },
      {
        readSchool: (each) => readSchool(table, each),
        commit: async (change) => {
          commits += 1;
          if (commits === 40) throw new Error('the disk is full');
          return commit(table, change);
        },
      },
    );
    await expect(failing).rejects.toThrow('the disk is full');
    const { summary } = await run(table, SAMPLE);
    expect(summary).toMatchObject({ rows: 99, changed: 0 });
    expect(summary.added + summary.unchanged).toBe(99);
    expect(summary.unchanged).toBeGreaterThanOrEqual(24);
  });
});

async function schoolOf(table: Table, text: string): Promise<School> {
  const school = await readSchool(table, urn(text));
  if (!school) throw new Error(`no school ${text}`);
  return school;
}
