import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { baseKeyOf } from '../../adapters/dynamodb/keys.ts';
import { readSchool, searchSchools } from '../../adapters/dynamodb/schools.ts';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { actorSchema, hubCodeSchema, urnSchema } from '../../core/codes.ts';
import { instantSchema, londonDateSchema } from '../../core/instant.ts';
import { ineligibleReasons, type School } from '../../core/school.ts';
import { demoRows } from '../../local/demo/register.ts';
import { SeedNotFirstVersion, seed } from '../../local/demo/seed.ts';
import { createTable } from '../../local/dynamodb/create-table.ts';
import { type DynamoEngine, startDynamoEngine } from '../../local/dynamodb/engine-process.ts';
import {
  type Change,
  changed,
  type Row,
  type RowOf,
  type RowType,
  rowSchema,
} from '../../workflows/change.ts';

const rows = demoRows();
const at = instantSchema.parse('2026-03-02T09:00:00.000Z');
const ofType = <Type extends RowType>(type: Type): RowOf<Type>[] =>
  rows.filter((row): row is RowOf<Type> => row.type === type);
const schools = ofType('school');
const specialists = ofType('specialist');
const [policy] = ofType('policy').filter((each) => each.academicYear === '2026-27');

function reasonsFor(urn: string): string[] {
  const school = schools.find((each) => each.urn === urn);
  if (!school || !policy) throw new Error(`no school ${urn}, or no policy`);
  return ineligibleReasons(school, policy).map(({ code }) => code);
}
const isEligible = (school: School) => reasonsFor(school.urn).length === 0;

describe('the demo register', () => {
  it('is the same every time, in first versions, each row with a key of its own', () => {
    expect(demoRows()).toEqual(rows);
    expect(new Set(rows.map((row) => JSON.stringify(baseKeyOf(row)))).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.version).toBe(1);
      expect(rowSchema.parse(row)).toStrictEqual(row);
    }
  });

  it('holds the policies, the hubs, the schools and the Specialists, and nothing that lives', () => {
    const counts = Object.groupBy(rows, ({ type }) => type);
    expect(Object.fromEntries(Object.entries(counts).map(([type, some]) => [type, some.length]))).toEqual({
      policy: 6,
      hub: 40,
      school: 72,
      specialist: 12,
      'teacher-guard': 12,
      counter: 1,
    });
  });

  it('gives every school and Specialist a hub that exists, or none', () => {
    const hubs = ofType('hub').map(({ code }) => code);
    for (const { hub } of [...schools, ...specialists]) if (hub) expect(hubs).toContain(hub);
    expect(new Set(schools.map(({ hub }) => hub)).size).toBeGreaterThanOrEqual(7);
  });

  it('names samples as samples', () => {
    for (const { name, urn } of schools) {
      expect(name).toMatch(/^Sample School /);
      expect(urn).toMatch(/^9000/);
    }
    for (const { name } of specialists) expect(name).toMatch(/^Sample Specialist /);
  });

  it('has ten eligible schools of origin from 900001 on, and some that are nobody’s', () => {
    const origins = schools.filter(({ hub }) => hub === 'origin').filter(isEligible);
    expect(origins.slice(0, 10).map(({ urn }) => urn)).toEqual(
      Array.from({ length: 10 }, (_, index) => String(900_001 + index)),
    );
    expect(schools.filter(({ hub }) => !hub).filter(isEligible).length).toBeGreaterThanOrEqual(6);
  });

  it.each([
    ['900011', 'closed', 'origin', ['school-closed']],
    ['900012', 'independent', undefined, ['school-not-state-funded']],
    ['900013', 'primary', undefined, ['school-not-secondary']],
    ['900014', 'proposed to open', undefined, ['school-not-yet-open']],
    ['900015', 'all-through', 'origin', []],
    ['900016', 'special', 'origin', []],
    ['900017', 'pupil referral unit', undefined, []],
    ['900018', 'proposed to close', 'origin', []],
    ['900019', 'sixth form', undefined, ['school-not-state-funded', 'school-not-secondary']],
    ['900020', 'middle deemed secondary', undefined, []],
    ['900021', 'closed', undefined, ['school-closed']],
    ['900022', 'Welsh', undefined, ['school-not-state-funded']],
  ])('shows at %s what %s means', (urn, _, hub, reasons) => {
    expect(schools.find((each) => each.urn === urn)?.hub).toBe(hub);
    expect(reasonsFor(urn)).toEqual(reasons);
  });

  it('accredits eight Specialists, two of them origin’s, of cohort 9 or earlier, at two schools of their own', () => {
    const accredited = specialists.filter((each) => each.accredited);
    expect(accredited).toHaveLength(8);
    const origins = accredited.filter(({ hub }) => hub === 'origin');
    expect(origins.map(({ id, urn }) => [id, urn])).toEqual([
      ['sp-0001', '900005'],
      ['sp-0002', '900006'],
    ]);
    for (const { cohort } of accredited) expect(cohort).toBeLessThanOrEqual(9);
    expect(specialists.find(({ id }) => id === 'sp-0009')).toMatchObject({
      hub: 'origin',
      accredited: false,
    });
  });

  it('has each Specialist at an eligible school of their hub, accredited after two years and before the demo begins', () => {
    for (const { urn, hub, schoolName, cohort, accreditedOn } of specialists) {
      const school = schools.find((each) => each.urn === urn);
      expect(school).toMatchObject({ hub, name: schoolName });
      expect(reasonsFor(urn)).toEqual([]);
      if (!accreditedOn) continue;
      expect(accreditedOn > londonDateSchema.parse(`${2015 + cohort + 2}-06-01`)).toBe(true);
      expect(accreditedOn < londonDateSchema.parse('2026-03-02')).toBe(true);
    }
  });

  it('guards each Specialist’s teacher once', () => {
    const guards = ofType('teacher-guard');
    expect(guards.map(({ specialistId }) => specialistId)).toEqual(specialists.map(({ id }) => id));
    expect(new Set(guards.map(({ hmac }) => hmac)).size).toBe(12);
    expect(guards.every(({ live }) => live)).toBe(true);
  });
});

describe('seeding', () => {
  let folder: string;
  let engine: DynamoEngine;
  let admin: DynamoDBClient;
  let tables = 0;
  const config = () => ({
    endpoint: engine.endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'demo-'));
    engine = await startDynamoEngine({ memory: true, logFile: join(folder, 'dynamodb.log') });
    admin = new DynamoDBClient(config());
  });
  afterAll(async () => {
    admin?.destroy();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function emptyTable(): Promise<Table> {
    tables += 1;
    await createTable(admin, `demo-${tables}`);
    return openTable(`demo-${tables}`, config());
  }
  const into = (table: Table, some: readonly Row[] = rows) =>
    seed(some, (change) => commit(table, change), at);

  it('puts every row once, in few transactions, and announces nothing', async () => {
    const table = await emptyTable();
    const changes: Change[] = [];
    const put = await seed(
      rows,
      (change) => {
        changes.push(change);
        return commit(table, change);
      },
      at,
    );
    expect(put).toBe(143);
    expect(changes).toHaveLength(2);
    expect(changes.flatMap(({ events }) => events)).toEqual([]);
    const list = await searchSchools(table, { query: '', hub: hubCodeSchema.parse('origin'), limit: 50 });
    expect(list.items.map(({ urn }) => urn)).toContain('900001');
  });

  it('changes nothing the second time', async () => {
    const table = await emptyTable();
    await into(table);
    expect(await into(table)).toBe(0);
  });

  it('leaves alone what has become of a row, and fills only what is missing', async () => {
    const table = await emptyTable();
    await into(table, rows.slice(0, 100));
    const [school] = schools;
    if (!school) throw new Error('no sample school');
    const renamed = changed(school, { name: 'Sample School Renamed' });
    await commit(table, { puts: [renamed], events: [], at, by: actorSchema.parse('a') });
    expect(await into(table)).toBe(43);
    expect(await readSchool(table, urnSchema.parse('900001'))).toEqual(renamed);
  });

  it('refuses a row that is not in its first version, before any is put', async () => {
    const table = await emptyTable();
    const later = rows.map((row, index) => (index === 140 ? { ...row, version: 2 } : row));
    await expect(into(table, later)).rejects.toThrow(SeedNotFirstVersion);
    expect(await into(table)).toBe(143);
  });
});
