import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { engineBinary } from './engine-binary.ts';
import { type EngineGuard, guardEngine } from './engine-guard.ts';
import { answers, freePort } from './loopback-port.ts';
import { endOrphanedEngine, formatPidFile } from './orphaned-engine.ts';
import { indexStreamRecords } from './stream-index.ts';
import { waitUntil } from './wait-until.ts';

export interface DynamoEngine {
  readonly endpoint: string;
  /** Undefined for an engine that somebody else started. */
  readonly pid: number | undefined;
  /** Ends the engine and resolves once it is gone; more calls change nothing. Leaves a foreign engine alone. */
  stop(): Promise<void>;
  /** Told once, with a sentence, when the engine ends without having been asked to. */
  onExit(listener: (reason: string) => void): void;
}

interface EngineChoices {
  /** Appended to; its folder is made. */
  readonly logFile: string;
  /** Any free one if left out. */
  readonly port?: number | undefined;
  /** The address of an engine that already runs (AWS_ENDPOINT_URL_DYNAMODB): then nothing is started. */
  readonly external?: string | undefined;
}

/** Either kept in a data folder, or in memory and forgotten at the end: for tests. */
export type DynamoEngineOptions =
  | (EngineChoices & { readonly memory?: false; readonly dataFolder: string })
  | (EngineChoices & { readonly memory: true });

/** The engine ended, or stayed mute, before it took a connection; the message ends with the log's last lines. */
export class DynamoEngineDidNotStart extends Error {
  override readonly name = 'DynamoEngineDidNotStart';
}

/** Another process was quicker to take the port. */
export class DynamoPortTaken extends DynamoEngineDidNotStart {}

const HOST = '127.0.0.1';
const PATIENCE_MS = 20_000;
const PORTS_TO_TRY = 5;

/**
 * Starts the DynamoDB engine as a child process and resolves once it takes connections. It ends with this process,
 * however that ends; should one of an earlier host be left on the same data folder, it is ended first.
 *
 * Throws DynamoEngineMissing on platforms without an engine, DataFolderInUse while another host runs on the
 * folder, DynamoEngineDidNotStart otherwise.
 */
export async function startDynamoEngine(options: DynamoEngineOptions): Promise<DynamoEngine> {
  if (options.external) return foreignEngine(options.external);
  const binary = engineBinary();
  mkdirSync(dirname(options.logFile), { recursive: true });
  const home = options.memory === true ? undefined : await claimFolder(options.dataFolder);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    try {
      return await launch(binary, port, options.logFile, home);
    } catch (error) {
      const mayTryAnother = options.port === undefined && attempt < PORTS_TO_TRY;
      if (!(error instanceof DynamoPortTaken) || !mayTryAnother) throw error;
    }
  }
}

interface EngineHome {
  readonly databaseFile: string;
  readonly pidFile: string;
}

/** Sees to it that no engine works on this folder: an orphan is ended. Throws DataFolderInUse. */
export async function claimFolder(dataFolder: string): Promise<EngineHome> {
  const folder = resolve(dataFolder);
  mkdirSync(folder, { recursive: true });
  const home = { databaseFile: join(folder, 'dynamodb.sqlite'), pidFile: join(folder, 'dynamodb.pid') };
  await endOrphanedEngine(home.pidFile, home.databaseFile);
  return home;
}

async function launch(
  binary: string,
  port: number,
  logFile: string,
  home: EngineHome | undefined,
): Promise<DynamoEngine> {
  const storage = home === undefined ? [] : ['--db-path', home.databaseFile];
  const logBegins = sizeOf(logFile);
  const log = openSync(logFile, 'a');
  // Detached: Ctrl-C in a terminal reaches the whole foreground group, and the engine must outlive the host's
  // last requests. Only the host ends it, or its guard.
  const child = spawn(binary, ['--host', HOST, '--port', String(port), ...storage], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const life = watch(child);
  if (home !== undefined && child.pid !== undefined) {
    writeFileSync(home.pidFile, formatPidFile({ engine: child.pid, host: process.pid }));
  }

  const said = () => readFileSync(logFile).subarray(logBegins).toString('utf8');
  // An open port alone could be somebody else's engine, which took the port a moment earlier.
  const ready = async () =>
    said().includes(`listening on http://${HOST}:${port}`) && (await answers(HOST, port));
  const settled = await waitUntil(async () => life.ended !== undefined || (await ready()), PATIENCE_MS);
  if (!settled || life.ended !== undefined) {
    const why = life.ended ?? `took no connection within ${PATIENCE_MS / 1000} s`;
    await end(child, life);
    throw startFailure(why, port, said());
  }
  if (home !== undefined) indexStreamRecords(home.databaseFile);

  let stopped: Promise<void> | undefined;
  return {
    endpoint: `http://${HOST}:${port}`,
    pid: child.pid,
    stop: () => {
      stopped ??= end(child, life).then(() => {
        if (home !== undefined) rmSync(home.pidFile, { force: true });
      });
      return stopped;
    },
    onExit: (listener) => life.listeners.add(listener),
  };
}

interface EngineLife {
  /** How it ended, once it has. */
  ended: string | undefined;
  stopping: boolean;
  readonly listeners: Set<(reason: string) => void>;
}

function watch(child: ChildProcess): EngineLife {
  const life: EngineLife = { ended: undefined, stopping: false, listeners: new Set() };
  const guard: EngineGuard | undefined = child.pid === undefined ? undefined : guardEngine(child.pid);
  const onEnd = (how: string) => {
    guard?.release();
    if (life.ended !== undefined) return;
    life.ended = how;
    if (life.stopping) return;
    for (const listener of life.listeners) listener(`The DynamoDB engine ${how}.`);
  };
  child.once('error', (error) => onEnd(`could not be run (${error.message})`));
  child.once('exit', (code, signal) => onEnd(`ended with ${signal ?? `code ${code}`}`));
  child.unref();
  return life;
}

async function end(child: ChildProcess, life: EngineLife): Promise<void> {
  life.stopping = true;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (life.ended !== undefined) return;
    child.kill(signal);
    await waitUntil(() => life.ended !== undefined, 3_000);
  }
}

function startFailure(why: string, port: number, log: string): DynamoEngineDidNotStart {
  const lastLines = log.trimEnd().split('\n').slice(-10).join('\n');
  const message = `The DynamoDB engine ${why} on port ${port}. The end of its log:\n${lastLines}`;
  return log.includes('already in use') ? new DynamoPortTaken(message) : new DynamoEngineDidNotStart(message);
}

async function foreignEngine(endpoint: string): Promise<DynamoEngine> {
  const url = new URL(endpoint);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (!(await waitUntil(() => answers(url.hostname, port), PATIENCE_MS))) {
    throw new DynamoEngineDidNotStart(`Nothing answers at AWS_ENDPOINT_URL_DYNAMODB (${endpoint}).`);
  }
  return { endpoint, pid: undefined, stop: () => Promise.resolve(), onExit: () => {} };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
