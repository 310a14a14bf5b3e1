import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DynamoEngine, startDynamoEngine } from '../../local/dynamodb/engine-process.ts';
import { importSchoolsCommand } from '../../local/import-schools.ts';

const SAMPLE = fileURLToPath(new URL('../data/gias-sample.csv', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function told(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const said: string[] = [];
  const code = await importSchoolsCommand(args, { DATA_DIR: folder, ...env }, (text) => said.push(text));
  return { code, said: said.join('\n') };
}

const counts = (said: string) => ({
  added: Number(/new +(\d+)/.exec(said)?.[1]),
  unchanged: Number(/unchanged +(\d+)/.exec(said)?.[1]),
});

describe('import-schools without a host', () => {
  it('takes the register into the data folder, and changes nothing the second time', async () => {
    const first = await told([SAMPLE, '--data', join(folder, 'data')]);
    expect(first.code).toBe(0);
    expect(first.said).toContain('no host is running on it');
    expect(counts(first.said)).toEqual({ added: 99, unchanged: 0 });
    expect(first.said).toMatch(/Eligible for 2026-27 +1\n/);
    expect(first.said).toMatch(
      /school-not-secondary +94 {2}The school does not teach secondary-age pupils\./,
    );

    const second = await told([SAMPLE, '--data', join(folder, 'data')]);
    expect(counts(second.said)).toEqual({ added: 0, unchanged: 99 });
  });

  it('finds the file from where the person stands', async () => {
    const { code } = await told(['gias-sample.csv'], { INIT_CWD: join(SAMPLE, '..') });
    expect(code).toBe(0);
  });

  it('does not trust what a killed host left behind', async () => {
    const host = {
      pid: 2 ** 30,
      address: 'http://127.0.0.1:4000',
      dynamodb: 'http://127.0.0.1:1',
      table: 't',
    };
    writeFileSync(join(folder, 'host.json'), JSON.stringify(host));
    const { code, said } = await told([SAMPLE]);
    expect(said).toContain('no host is running on it');
    expect(code).toBe(0);
  });
});

describe('import-schools beside an engine that runs', () => {
  let engine: DynamoEngine;
  beforeEach(async () => {
    engine = await startDynamoEngine({ memory: true, logFile: join(folder, 'engine.log') });
  });
  afterEach(() => engine.stop());

  it('goes to the host of the data folder', async () => {
    const host = {
      pid: process.pid,
      address: 'http://127.0.0.1:4000',
      dynamodb: engine.endpoint,
      table: 'theirs',
    };
    writeFileSync(join(folder, 'host.json'), JSON.stringify(host));
    const { code, said } = await told([SAMPLE]);
    expect(said).toContain(`Into the table theirs of the host that is running (process ${process.pid}).`);
    expect(code).toBe(0);
    expect(counts((await told([SAMPLE])).said)).toEqual({ added: 0, unchanged: 99 });
  });

  it('goes where the environment says', async () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint, TABLE_NAME: 'ours' };
    const { code, said } = await told([SAMPLE], env);
    expect(said).toContain(`Into the table ours at ${engine.endpoint}.`);
    expect(code).toBe(0);
  });
});

describe('import-schools refuses', () => {
  const linksLater = /--links is refused for now.*Nothing was imported/;
  it.each([
    ['no file', [], /^Which file\?\n\nusage:/],
    ['two files', ['a.csv', 'b.csv'], /^One file at a time, not 2\./],
    [
      'a file that is not there',
      ['/nowhere/a.csv'],
      /^There is no file \/nowhere\/a\.csv that can be read\.$/,
    ],
    ['a slip in an option', [SAMPLE, '--dta', 'x'], /^Unknown option '--dta'\.\n\nusage:/],
    ['an option without its value', [SAMPLE, '--data'], /^Option '--data <value>' argument missing\./],
    ['links, by name', [SAMPLE, '--links', 'links.csv'], linksLater],
  ])('%s', async (_, args, sentence) => {
    const { code, said } = await told(args);
    expect(said).toMatch(sentence);
    expect(code).toBe(1);
  });

  it('a folder', async () => {
    mkdirSync(join(folder, 'register.csv'));
    const { code, said } = await told([join(folder, 'register.csv')]);
    expect(said).toMatch(/is a folder, not a file\.$/);
    expect(code).toBe(1);
  });

  it('a file with other columns, naming them', async () => {
    writeFileSync(join(folder, 'other.csv'), 'URN,Name\r\n100000,A School\r\n');
    const { code, said } = await told([join(folder, 'other.csv')]);
    expect(said).toContain('RegisterColumnsMissing');
    expect(said).toContain('- EstablishmentStatus (code)\n');
    expect(said).not.toContain('- URN');
    expect(code).toBe(1);
  });
});
