import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '../../local/clock/virtual-clock.ts';
import { StepFunctionsEngine } from '../../local/step-functions/engine.ts';

/**
 * How many transitions per second the local engine makes, in memory and on disk, with 1, 1,000 and 10,000
 * executions open. Every execution goes round Wait → Pass → Choice, all of them waking each virtual second.
 */
const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Hold',
  States: {
    Hold: { Type: 'Wait', Seconds: 1, Next: 'Count' },
    Count: {
      Type: 'Pass',
      Output: { turn: '{% $states.input.turn + 1 %}', kept: '{% $states.input.kept %}' },
      Next: 'More',
    },
    More: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.turn < 1000000 %}', Next: 'Hold' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
});
const transitionsPerTurn = 3;
const start = Date.parse('2026-09-01T00:00:00Z');

interface Measured {
  open: number;
  startsPerSecond: number;
  transitionsPerSecond: number;
  /** Growth of the process's memory since before the first start, MB. */
  memory: number;
  /** Size of the database file, MB; 0 in memory. */
  file: number;
}

async function measure(open: number, path: string): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const database = new DatabaseSync(path);
  const clock = new VirtualClock({ now: start, mode: 'manual', quiet: () => engine.whenIdle() });
  const engine = new StepFunctionsEngine({
    database,
    clock,
    seed: 'bench',
    invokeLambda: async () => ({ ok: true, output: null }),
  });
  clock.register(engine);
  const machine = { name: 'turning', definition, roleArn: 'arn:aws:iam::000000000000:role/bench' };
  const { arn } = engine.machines.create(machine, start);
  const begun = performance.now();
  for (let index = 0; index < open; index += 1) {
    const input = JSON.stringify({ turn: 0, kept: { id: `90${index}`, stage: 'development' } });
    engine.startExecution({ stateMachineArn: arn, name: `turn-${index}`, input });
  }
  await engine.whenIdle();
  const starting = performance.now() - begun;
  const turns = Math.min(2000, Math.max(3, Math.ceil(10_000 / open)));
  const turning = performance.now();
  await clock.advanceTo(start + turns * 1000);
  const lasted = performance.now() - turning;
  globalThis.gc?.();
  const memory = (process.memoryUsage().rss - before) / 1e6;
  engine.close();
  database.close();
  return {
    open,
    startsPerSecond: Math.round((open / starting) * 1000),
    transitionsPerSecond: Math.round((open * turns * transitionsPerTurn * 1000) / lasted),
    memory: Math.round(memory),
    file: path === ':memory:' ? 0 : Math.round(statSync(path).size / 1e6),
  };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-bench-'));
  await measure(200, ':memory:');
  const inMemory: Measured[] = [];
  const onDisk: Measured[] = [];
  for (const open of [1, 1000, 10_000]) {
    inMemory.push(await measure(open, ':memory:'));
    onDisk.push(await measure(open, join(folder, `${open}.db`)));
  }
  rmSync(folder, { recursive: true });
  console.log('engine: Wait → Pass → Choice, all open executions waking every virtual second');
  console.table(inMemory.map((measured) => ({ store: 'memory', ...measured })));
  console.table(onDisk.map((measured) => ({ store: 'disk', ...measured })));
  const rate = (list: Measured[], index: number) => list[index]?.transitionsPerSecond ?? 0;
  const growth = rate(inMemory, 1) / rate(inMemory, 2);
  const persistent = rate(onDisk, 2) / rate(inMemory, 2);
  console.log(
    `a transition with 10,000 open costs ${growth.toFixed(2)} times one with 1,000 open (at most 1.5)`,
  );
  console.log(`persistent speed is ${persistent.toFixed(2)} of that in memory (at least 0.5)`);
  const met = rate(inMemory, 2) >= 5000 && growth <= 1.5 && persistent >= 0.5;
  console.log(met ? 'all goals met' : 'NOT all goals met (5,000 transitions/s in memory among them)');
  if (!met) process.exitCode = 1;
}

await main();
