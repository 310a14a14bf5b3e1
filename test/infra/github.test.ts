import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const HOUSE = new URL('../../', import.meta.url);
const files = readdirSync(new URL('.github/', HOUSE), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yml'))
  .map((file) => [file, readFileSync(new URL(`.github/${file}`, HOUSE), 'utf8')] as const);
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(new URL('package.json', HOUSE), 'utf8')));

describe.each(files)('.github/%s', (file, text) => {
  it('uses actions of a known major version, or our own', () => {
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
    expect(used.filter((action) => !/^\.\/|^(actions|aws-actions)\/[a-z-]+@v\d+$/.test(action))).toEqual([]);
  });

  it('runs commands that package.json has', () => {
    const run = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, script = '']) => script);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('holds no secret, and asks for no more rights than to read', () => {
    expect(text).not.toMatch(/secrets\.|AKIA|write-all/);
    const writing = [...text.matchAll(/^\s+([a-z-]+): write$/gm)].map(([, right]) => right);
    expect(writing.filter((right) => right !== 'id-token')).toEqual([]);
    if (file.startsWith('workflows/')) expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});

describe('a deployment', () => {
  const deploy = files.find(([file]) => file === 'workflows/deploy.yml')?.[1] ?? '';

  it('goes to production after the sandbox has been proven, and when somebody has approved', () => {
    expect(deploy).toMatch(/production:\n {4}needs: sandbox\n(.*\n)*? {4}environment: production/);
    expect(deploy).toMatch(/sandbox:\n {4}needs: check\n/);
  });

  it('is never broken off, and never smokes production', () => {
    expect(deploy).toContain('cancel-in-progress: false');
    expect(deploy).not.toContain('smoke -- --stage production');
  });
});
