import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { BUNDLING, bundleHandlers, REPOSITORY } from '../../infra/bundle.ts';

/**
 * How long a function's bundle takes to import in a fresh process, beside the bare AWS clients that it holds, bundled in
 * the same way with the operations that we call. Runs are interleaved, so that a busy moment slows down both.
 */
const ROUNDS = 9;
const AT_MOST = 1.4;

/** What the adapters take from each client's package, by the name of the client class. */
const CLIENTS: Readonly<Record<string, string>> = {
  DynamoDBClient: `
    export { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
    export { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';`,
  SFNClient: `
    export { DescribeExecutionCommand, ExecutionAlreadyExists, ExecutionDoesNotExist, GetExecutionHistoryCommand, InvalidToken,
      ListExecutionsCommand, SFNClient, SendTaskSuccessCommand, StartExecutionCommand, StopExecutionCommand, TaskDoesNotExist,
      TaskTimedOut } from '@aws-sdk/client-sfn';`,
  EventBridgeClient: `export { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';`,
  SecretsManagerClient: `export { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';`,
  SESv2Client: `export { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';`,
};

const folder = mkdtempSync(join(tmpdir(), 'cold-'));

function bareBundle(clients: readonly string[]): string {
  const file = join(folder, `bare-${clients.join('-')}.mjs`);
  const contents = clients.map((client) => CLIENTS[client]).join('\n');
  const { outExtension: _, ...options } = BUNDLING;
  buildSync({ ...options, stdin: { contents, resolveDir: REPOSITORY }, outfile: file });
  return file;
}

/** Milliseconds that the import of a file takes in a process of its own. */
function imported(file: string): number {
  const script = `const begun = performance.now();
    await import(${JSON.stringify(pathToFileURL(file).href)});
    console.log(performance.now() - begun);`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  );
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  const pairs = [...(await bundleHandlers(join(folder, 'dist')))].map(([handler, bundle]) => {
    const file = join(bundle, 'index.mjs');
    const code = readFileSync(file, 'utf8');
    const clients = Object.keys(CLIENTS).filter((client) => code.includes(client));
    return { handler, file, clients, times: [] as number[] };
  });
  const bare = new Map(
    pairs.map(({ clients }) => [clients.join(' + '), { file: bareBundle(clients), times: [] as number[] }]),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const each of [...bare.values(), ...pairs]) each.times.push(imported(each.file));
  }
  const rows = pairs.map(({ handler, clients, times }) => {
    const sdk = clients.join(' + ');
    const alone = median(bare.get(sdk)?.times ?? []);
    const whole = median(times);
    return {
      handler,
      sdk,
      'bare, ms': Math.round(alone),
      'ours, ms': Math.round(whole),
      ratio: Number((whole / alone).toFixed(2)),
    };
  });
  console.table(rows.toSorted((a, b) => b.ratio - a.ratio));
  const worst = Math.max(...rows.map(({ ratio }) => ratio));
  const middle = median(rows.map(({ ratio }) => ratio));
  console.log(`import time against the bare clients: median ${middle}, worst ${worst} (at most ${AT_MOST})`);
  if (worst > AT_MOST) process.exitCode = 1;
}

await main().finally(() => rmSync(folder, { recursive: true }));
