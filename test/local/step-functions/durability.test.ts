import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreCorrupted } from '../../../local/step-functions/store.ts';
import { travel } from './long-journey.ts';
import { awaitToken, monday, Stage } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'engine-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function freshFile(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

class Killed extends Error {}

describe('an execution whose process ends', () => {
  it('at any point of persistence goes on afterwards as if nothing had happened', async () => {
    const moments: string[] = [];
    const undisturbed = await travel(freshFile(), (name) => moments.push(name));
    expect(undisturbed).toMatchObject({ status: 'SUCCEEDED', output: '"2026-03-02T09:00:00.000Z"' });
    expect(new Set(moments)).toEqual(
      new Set([
        'engine:before-commit',
        'engine:inside-transaction',
        'engine:after-commit',
        'engine:before-lambda',
        'engine:after-lambda-before-commit',
      ]),
    );
    for (let fatal = 1; fatal <= moments.length; fatal += 1) {
      const path = freshFile();
      let seen = 0;
      const journey = travel(path, () => {
        seen += 1;
        if (seen === fatal) throw new Killed();
      });
      await expect(journey, `${fatal} ${moments[fatal - 1]}`).rejects.toThrow();
      expect(await travel(path), `killed at ${fatal}: ${moments[fatal - 1]}`).toEqual(undisturbed);
    }
  });

  it('by kill -9 does so too', async () => {
    const undisturbed = await travel(freshFile());
    for (const at of [2, 8, 15, 22, 31]) {
      const path = freshFile();
      const script = join(import.meta.dirname, 'killed-journey.ts');
      const { signal } = spawnSync(process.execPath, [script, path, String(at)]);
      expect(signal).toBe('SIGKILL');
      expect(await travel(path), `killed at ${at}`).toEqual(undisturbed);
    }
  });
});

/** A closed database in which one execution waits for a token. */
async function waiting(): Promise<{ path: string; arn: string; token: string }> {
  const path = freshFile();
  const stage = new Stage({ database: new DatabaseSync(path) });
  const arn = await stage.run({ Await: awaitToken({ TimeoutSeconds: 600 }) });
  const token = stage.token(0);
  stage.close();
  return { path, arn, token };
}

describe('what is stored', () => {
  it('lets tokens be answered and timeouts fire after a restart, whatever the seed given then', async () => {
    const { path, arn, token } = await waiting();
    const answered = new Stage({ database: new DatabaseSync(path), seed: 'another', now: monday + 1000 });
    answered.engine.resume();
    expect(answered.engine.nextDue()).toBe(monday + 600_000);
    await answered.engine.answerTask(token, { ok: true, output: 'kept' });
    expect(answered.output(arn)).toBe('kept');
    expect(answered.calls).toEqual([]);
    answered.close();
  });

  it('is not used when its file is cut short', async () => {
    const { path } = await waiting();
    truncateSync(path, 20_000);
    expect(() => new Stage({ database: new DatabaseSync(path) })).toThrow(StoreCorrupted);
  });

  it('is not used when its file is something else', () => {
    const path = freshFile();
    writeFileSync(path, 'not a database at all'.repeat(500));
    expect(() => new Stage({ database: new DatabaseSync(path) })).toThrow(StoreCorrupted);
  });

  it.each([
    ['where the execution stands', '"phase":"token"', '"phase":"ready"', 'The stored state of execution'],
    ['the history', 'States.Nothing', '', ''],
  ])('is refused by name when a byte has changed in %s', async (_title, text, changed, message) => {
    const { path, arn, token } = await waiting();
    const bytes = readFileSync(path);
    const at = bytes.indexOf(text);
    if (changed === '') {
      const parameters = bytes.indexOf('"parameters"');
      bytes.writeUInt8(bytes.readUInt8(parameters + 3) ^ 1, parameters + 3);
    } else bytes.write(changed, at);
    writeFileSync(path, bytes);
    const stage = new Stage({ database: new DatabaseSync(path) });
    if (message === '') expect(() => stage.history(arn)).toThrow(StoreCorrupted);
    else await expect(stage.engine.answerTask(token, { ok: true, output: 1 })).rejects.toThrow(message);
    stage.close();
  });

  it('stops the engine, loudly, once damage is found', async () => {
    const { path, arn, token } = await waiting();
    const database = new DatabaseSync(path);
    database.exec("UPDATE sfn_executions SET run = '{}'");
    const stage = new Stage({ database });
    await expect(stage.engine.answerTask(token, { ok: true, output: 1 })).rejects.toThrow(arn);
    await expect(stage.engine.whenIdle()).rejects.toThrow('The engine has stopped');
    expect(() => stage.describe(arn)).toThrow('The engine has stopped');
    stage.close();
  });
});
