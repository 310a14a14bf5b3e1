import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { createTable } from '../../../local/dynamodb/create-table.ts';
import { engineBinary } from '../../../local/dynamodb/engine-binary.ts';
import { type DynamoEngine, startDynamoEngine } from '../../../local/dynamodb/engine-process.ts';
import { freePort } from '../../../local/dynamodb/loopback-port.ts';
import { runsOn } from '../../../local/dynamodb/orphaned-engine.ts';
import { waitUntil } from '../../../local/dynamodb/wait-until.ts';
import { clientOf, temporaryFolder } from './table-under-test.ts';

const left: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of left.splice(0).reverse()) await undo();
});

function emptyFolder() {
  const folder = temporaryFolder();
  left.push(folder.remove);
  return { dataFolder: folder.path, logFile: join(folder.path, 'logs', 'dynamodb.log') };
}

async function start(options: Parameters<typeof startDynamoEngine>[0]): Promise<DynamoEngine> {
  const engine = await startDynamoEngine(options);
  left.push(() => engine.stop());
  return engine;
}

async function tablesOf(engine: DynamoEngine): Promise<string[] | undefined> {
  const client = clientOf(engine.endpoint);
  left.push(() => client.destroy());
  return (await client.send(new ListTablesCommand({}))).TableNames;
}

/** A host of its own process, which starts an engine, prints its pid, and then does what `after` says. */
async function otherHost(options: object, after: string): Promise<{ host: ChildProcess; enginePid: number }> {
  const module = new URL('../../../local/dynamodb/engine-process.ts', import.meta.url);
  const script = `
    const { startDynamoEngine } = await import(${JSON.stringify(module.href)});
    const engine = await startDynamoEngine(${JSON.stringify(options)});
    console.log(engine.pid);
    ${after}`;
  const host = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  left.push(() => host.kill('SIGKILL'));
  const [said] = await once(host.stdout, 'data');
  return { host, enginePid: Number(String(said)) };
}

const alive = (pid: number) => waitUntil(() => readable(`/proc/${pid}/cmdline`) !== '', 0);

function readable(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

test('an engine takes requests once it is started, and is gone with its pid file once it is stopped', async () => {
  const folder = emptyFolder();
  const engine = await start(folder);
  expect(await tablesOf(engine)).toEqual([]);
  expect(readFileSync(join(folder.dataFolder, 'dynamodb.pid'), 'utf8')).toBe(
    `${engine.pid}\n${process.pid}\n`,
  );
  await engine.stop();
  await engine.stop();
  expect(await alive(engine.pid ?? 0)).toBe(false);
  expect(readable(join(folder.dataFolder, 'dynamodb.pid'))).toBe('');
});

test('a table outlives a restart of the engine, and the log of both runs is kept', async () => {
  const folder = emptyFolder();
  const first = await start(folder);
  const client = clientOf(first.endpoint);
  const streamArn = await createTable(client, 'mastery-pathways');
  client.destroy();
  await first.stop();

  const second = await start(folder);
  const again = clientOf(second.endpoint);
  left.push(() => again.destroy());
  const table = await again.send(new DescribeTableCommand({ TableName: 'mastery-pathways' }));
  expect(table.Table?.LatestStreamArn).toBe(streamArn);
  expect(readFileSync(folder.logFile, 'utf8').match(/listening/g)).toHaveLength(2);
});

test("the engine's own list of stream records gets the index without which every write would search all of it", async () => {
  const folder = emptyFolder();
  await start(folder);
  const file = new DatabaseSync(join(folder.dataFolder, 'dynamodb.sqlite'), { readOnly: true });
  left.push(() => file.close());
  // The engine's own query for a new record's number.
  const plan = file
    .prepare(
      'EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?',
    )
    .all('mastery-pathways');
  expect(JSON.stringify(plan)).toContain('COVERING INDEX mastery_stream_by_number');
});

test('two engines in memory run side by side and know nothing of each other', async () => {
  const { logFile } = emptyFolder();
  const [one, other] = await Promise.all([
    start({ memory: true, logFile }),
    start({ memory: true, logFile }),
  ]);
  const client = clientOf(one.endpoint);
  left.push(() => client.destroy());
  await createTable(client, 'mastery-pathways');
  expect(await tablesOf(one)).toEqual(['mastery-pathways']);
  expect(await tablesOf(other)).toEqual([]);
});

test('an engine that an earlier host left behind is ended before the next one starts on its data', async () => {
  const folder = emptyFolder();
  const databaseFile = join(folder.dataFolder, 'dynamodb.sqlite');
  // A shell that starts an engine and ends at once makes an orphan of it.
  const command = '"$0" --port "$1" --db-path "$2" >/dev/null 2>&1 & echo $!';
  const port = String(await freePort());
  const shell = spawn('/bin/sh', ['-c', command, engineBinary(), port, databaseFile]);
  const orphan = Number(String((await once(shell.stdout, 'data'))[0]));
  await waitUntil(() => runsOn(orphan, databaseFile), 3_000);
  expect(runsOn(orphan, databaseFile)).toBe(true);
  writeFileSync(join(folder.dataFolder, 'dynamodb.pid'), `${orphan}\n${shell.pid}\n`);

  const engine = await start(folder);
  expect(runsOn(orphan, databaseFile)).toBe(false);
  expect(await tablesOf(engine)).toEqual([]);
});

test.each([
  ['simply comes to its end', ''],
  ['ends itself', 'process.exit(1);'],
  ['is killed', "process.kill(process.pid, 'SIGKILL');"],
])('an engine ends with a host that %s', async (_, after) => {
  const { enginePid } = await otherHost(emptyFolder(), after);
  expect(await waitUntil(async () => !(await alive(enginePid)), 5_000)).toBe(true);
});

test('a host that is killed can be started again at once on the same data', async () => {
  const folder = emptyFolder();
  const { host } = await otherHost(folder, 'setInterval(() => {}, 1000);');
  host.kill('SIGKILL');
  await once(host, 'exit');
  expect(await tablesOf(await start(folder))).toEqual([]);
});

test('a data folder whose host is still running is refused, and its engine left alone', async () => {
  const folder = emptyFolder();
  const engine = await start(folder);
  await expect(startDynamoEngine(folder)).rejects.toMatchObject({ name: 'DataFolderInUse' });
  expect(await tablesOf(engine)).toEqual([]);
});

test('a pid that by now belongs to another program is not touched', async () => {
  const folder = emptyFolder();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  left.push(() => stranger.kill('SIGKILL'));
  await once(stranger, 'spawn');
  writeFileSync(join(folder.dataFolder, 'dynamodb.pid'), `${stranger.pid}\n1\n`);
  await start(folder);
  expect(await alive(stranger.pid ?? 0)).toBe(true);
});

test('a port that is taken is named, with the end of the log', async () => {
  const { logFile } = emptyFolder();
  const first = await start({ memory: true, logFile });
  const port = Number(new URL(first.endpoint).port);
  await expect(startDynamoEngine({ memory: true, logFile, port })).rejects.toThrow(
    new RegExp(`ended with code 1 on port ${port}.*already in use`, 's'),
  );
});

test('an engine that ends unasked is reported, one that was stopped is not', async () => {
  const { logFile } = emptyFolder();
  const reports: string[] = [];
  const stopped = await start({ memory: true, logFile });
  stopped.onExit((reason) => reports.push(reason));
  await stopped.stop();
  const killed = await start({ memory: true, logFile });
  killed.onExit((reason) => reports.push(reason));
  process.kill(killed.pid ?? 0, 'SIGKILL');
  await waitUntil(() => reports.length > 0, 3_000);
  expect(reports).toEqual(['The DynamoDB engine ended with SIGKILL.']);
});

test('with an address of another engine nothing is started, and stopping leaves that engine running', async () => {
  const { logFile, dataFolder } = emptyFolder();
  const other = await start({ memory: true, logFile });
  const engine = await start({ dataFolder, logFile, external: other.endpoint });
  expect(engine).toMatchObject({ endpoint: other.endpoint, pid: undefined });
  await engine.stop();
  expect(await tablesOf(other)).toEqual([]);
});

test('a platform without an engine is told in one line how to use another', () => {
  expect(() => engineBinary('@dynoxide/no-such-platform')).toThrow(
    /^No DynamoDB engine is installed for .+: start any other .+ set AWS_ENDPOINT_URL_DYNAMODB .+$/,
  );
});
