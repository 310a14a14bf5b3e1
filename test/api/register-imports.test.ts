import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importSchoolsCommand } from '../../local/import-schools.ts';
import { type Court, startCourt } from '../support/court.ts';
import type { Person } from '../support/programme.ts';

let folder: string;
let court: Court;
let admin: Person;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'register-'));
  court = await startCourt();
  admin = await court.programme.admin();
  copyFileSync(
    new URL('../data/gias-sample.csv', import.meta.url),
    join(folder, 'edubasealldata20260901.csv'),
  );
});
afterAll(async () => {
  await court.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the readings of the register', () => {
  it('are none until there was one', async () => {
    expect((await admin.get('/register-imports')).body).toEqual({ items: [] });
  });

  it('are told in numbers, the last one first, and one by one', async () => {
    const args = [join(folder, 'edubasealldata20260901.csv'), '--data', court.programme.dataFolder];
    for (let time = 0; time < 2; time += 1) expect(await importSchoolsCommand(args, {}, () => {})).toBe(0);
    const { items } = (await admin.get('/register-imports')).body;
    expect(items).toMatchObject([
      { rows: 99, added: 0, unchanged: 99, refused: 0, fileDate: '2026-09-01', by: 'register' },
      { rows: 99, added: 99, unchanged: 0, refused: 0, reasons: { 'school-not-secondary': 94 } },
    ]);
    const { status, body } = await admin.get(`/register-imports/${items[1].id}`);
    expect([status, body]).toEqual([200, items[1]]);
  });

  it('stand in the audit log, with numbers and no school', async () => {
    const [{ id, at }] = (await admin.get('/register-imports')).body.items;
    const { items } = (await admin.get(`/events?subject=${id}`)).body;
    expect(items).toMatchObject([{ type: 'RegisterImported', actor: 'register', occurredAt: at }]);
    expect(items[0].data).toEqual({
      ...{ importId: id, fileDate: '2026-09-01', rows: 99, added: 0, changed: 0, unchanged: 99 },
      ...{ refused: 0, eligible: expect.any(Number), ineligible: expect.any(Number) },
    });
  });

  it('are for admins, and one that was none is not found', async () => {
    const origin = await court.programme.hub('origin');
    await court.refuses(() => origin.get('/register-imports'), ['not-permitted', 'Authorization']);
    await court.refuses(
      () => origin.get('/register-imports/import-00000000000000000'),
      ['not-permitted', 'Authorization'],
    );
    for (const id of ['import-00000000000000000', 'nonsense', '%00']) {
      await court.refuses(() => admin.get(`/register-imports/${id}`), ['not-found', 'id']);
    }
  });
});
