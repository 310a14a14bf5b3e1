import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runsOn } from '../../local/dynamodb/orphaned-engine.ts';
import type { Answer } from './programme.ts';

export interface HostProcessOptions {
  readonly dataFolder: string;
  /** Where the clock begins on a new data folder; a start on an older one needs none. */
  readonly now?: string | undefined;
  /** Forget what the data folder holds. */
  readonly fresh?: boolean;
  /** `name#n`: the process ends itself by SIGKILL at the nth time that this moment comes. */
  readonly crashAt?: string | undefined;
  /** Gets every moment as it comes, one `name#n` a line. */
  readonly momentsFile?: string | undefined;
  /** Real milliseconds by which the table's stream lags behind. */
  readonly streamDelayMs?: number;
  /** The days of each month on whose nights the jobs run, such as `1,2`; every night unless said. */
  readonly jobDays?: string | undefined;
}

/** How a process came to its end. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it had to say, on standard error. */
  readonly complaint: string;
}

/** The host ended before it was ready, or while somebody spoke to it. */
export class HostDied extends Error {
  override readonly name = 'HostDied';
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(`the host ended with ${ending.signal ?? `code ${ending.code}`}: ${ending.complaint}`);
    this.ending = ending;
  }
}

/** `npm start` as a child process, in a process group of its own. */
export interface HostProcess {
  readonly address: string;
  /** Step Functions and EventBridge. */
  readonly awsAddress: string;
  readonly pid: number;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  /** Calls any address of the host. Throws HostDied where the answer was lost with it. */
  call(
    method: string,
    path: string,
    body?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Asks Step Functions by its own protocol, as the AWS CLI does. Throws HostDied. */
  stepFunctions(operation: string, request: object): Promise<string>;
  /** Ends the whole process group from outside. */
  kill(signal: NodeJS.Signals): Promise<Ending>;
}

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const READY = /ready on (http:\S+)[\s\S]*EventBridge\s+(http:\S+)/;

/** Starts the host and resolves once it is ready. Throws HostDied where it never comes to be. */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const { dataFolder, now, fresh, crashAt, momentsFile, streamDelayMs, jobDays } = options;
  const given = [
    '--port',
    '0',
    '--data',
    dataFolder,
    '--demo',
    'register',
    ...(now ? ['--now', now] : []),
    ...(fresh ? ['--fresh'] : []),
  ];
  const child = spawn(process.execPath, [MAIN, ...given], {
    env: {
      PATH: process.env['PATH'],
      // Half of a start is compiling, and tests start many.
      NODE_COMPILE_CACHE: join(tmpdir(), 'mastery-pathways-compiled'),
      ...(crashAt ? { CRASH_AT: crashAt } : {}),
      ...(momentsFile ? { MOMENTS_FILE: momentsFile } : {}),
      ...(streamDelayMs ? { STREAM_DELAY_MS: String(streamDelayMs) } : {}),
      ...(jobDays ? { JOB_DAYS: jobDays } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = endingOf(child);
  const { address, awsAddress } = await Promise.race([addressesOf(child), ended.then(died)]);

  async function answerTo(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(url, init);
      return { response, text: await response.text() };
    } catch {
      return died(await ended);
    }
  }

  return {
    address,
    awsAddress,
    pid: child.pid ?? 0,
    ended,
    async call(method, path, body, headers = {}) {
      const init = { method, headers, ...(body === undefined ? {} : { body }) };
      const { response, text } = await answerTo(`${address}${path}`, init);
      const { status, headers: answered } = response;
      return { status, headers: answered, body: text === '' ? undefined : JSON.parse(text) };
    },
    async stepFunctions(operation, request) {
      const { response, text } = await answerTo(awsAddress, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
        body: JSON.stringify(request),
      });
      if (!response.ok) throw new Error(`${operation}: ${text}`);
      return text;
    },
    kill(signal) {
      const runs = child.exitCode === null && child.signalCode === null;
      if (runs && child.pid !== undefined) process.kill(-child.pid, signal);
      return ended;
    },
  };
}

/** Works in a data folder of its own, which is forgotten afterwards. */
export async function inDataFolder<Result>(work: (dataFolder: string) => Promise<Result>): Promise<Result> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'host-process-'));
  try {
    return await work(dataFolder);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The pids of all DynamoDB engines that work on this data folder; there must never be two. */
export function enginesOn(dataFolder: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => runsOn(pid, join(dataFolder, 'dynamodb.sqlite')));
}

function died(ending: Ending): never {
  throw new HostDied(ending);
}

function endingOf(child: ChildProcess): Promise<Ending> {
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  return new Promise((resolve) => {
    // `close` rather than `exit`: only then has it said everything.
    child.once('close', (code, signal) => resolve({ code, signal, complaint: complaint.trim() }));
  });
}

function addressesOf(child: ChildProcess): Promise<{ address: string; awsAddress: string }> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const [, address, awsAddress] = READY.exec(said) ?? [];
      if (address && awsAddress) resolve({ address, awsAddress });
    });
  });
}
