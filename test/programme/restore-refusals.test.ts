import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { toInstant } from '../../core/instant.ts';
import { reading } from '../../functions/support/deps.ts';
import { replayErasures } from '../../functions/use-cases/replay-erasures.ts';
import { restoreCommand } from '../../local/restore.ts';
import { changeOf, openTableUnderTest } from '../adapters/table-at-hand.ts';
import { sampleApplication, sampleSpecialist } from '../support/sample-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'restore-'));
const exported = join(folder, 'export');
const erasures = join(folder, 'erasures.jsonl');
beforeAll(() => {
  mkdirSync(exported);
  writeFileSync(join(exported, 'manifest-summary.json'), '{}');
  writeFileSync(erasures, '{"detail":{}}\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a restore is refused before any table is opened', () => {
  it.each([
    ['without the erasure log', ['--from', exported], 'Which export, and which erasures?'],
    [
      'from a folder that is not there',
      ['--from', `${exported}-not`, '--erasures', erasures],
      'There is no folder',
    ],
    ['from a folder without items', ['--from', exported, '--erasures', erasures], 'There is no export in'],
  ])('%s', async (_, args, why) => {
    const told: string[] = [];
    expect(await restoreCommand(args, {}, (text) => told.push(text))).toBe(1);
    expect(told[0]).toContain(why);
  });

  it('with a line in the erasure log that names nobody, by its number', async () => {
    writeFileSync(join(exported, 'items.json'), '');
    const told: string[] = [];
    const args = ['--from', exported, '--erasures', erasures];
    expect(await restoreCommand(args, {}, (text) => told.push(text))).toBe(1);
    expect(told[0]).toBe(`Line 1 of ${erasures} is no erasure.`);
  });
});

describe('an erasure that a backup brings back', () => {
  let stage: Awaited<ReturnType<typeof openTableUnderTest>>;
  beforeAll(async () => {
    stage = await openTableUnderTest();
  });
  afterAll(() => stage.stop());

  it('in the middle of a year is named, for somebody to withdraw them; once withdrawn, it is applied once', async () => {
    const specialist = sampleSpecialist();
    const year = sampleApplication({ id: `${specialist.id}-2026-27-training-1` });
    await stage.put(specialist, year);
    const deps = { ...reading(stage.table), commit: commit.bind(undefined, stage.table) };
    const log = [{ specialistId: specialist.id, erasedAt: toInstant('2026-11-02T09:00:00Z') }];
    expect(await replayErasures(log, deps)).toEqual({ erased: 0, stillOnProgramme: [specialist.id] });

    const gone = { ...year, version: year.version + 1, status: 'withdrawn' as const };
    await deps.commit(changeOf({ puts: [gone] }));
    expect(await replayErasures(log, deps)).toEqual({ erased: 1, stillOnProgramme: [] });
    expect(await replayErasures(log, deps)).toEqual({ erased: 0, stillOnProgramme: [] });
    expect((await deps.readSpecialist(specialist.id))?.name).toBeUndefined();
  });
});
