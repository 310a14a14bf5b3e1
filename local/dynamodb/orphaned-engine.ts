import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** The engine of this data folder still belongs to a host that lives: two on one file would corrupt it. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/** An orphan outlived even SIGKILL; starting beside it would put two engines on one file. */
export class OrphanWillNotEnd extends Error {
  override readonly name = 'OrphanWillNotEnd';
}

export interface EnginePids {
  readonly engine: number;
  /** The host that started it. */
  readonly host: number;
}

/** The pid file's text: the engine's pid, then its host's. */
export function formatPidFile(pids: EnginePids): string {
  return `${pids.engine}\n${pids.host}\n`;
}

/**
 * Ends the engine that a killed host left behind on this database file, and waits until it is gone. A pid that
 * by now belongs to another program is left alone. Throws DataFolderInUse if its host is still running.
 */
export async function endOrphanedEngine(pidFile: string, databaseFile: string): Promise<void> {
  const pids = readPidFile(pidFile);
  if (pids === undefined || !runsOn(pids.engine, databaseFile)) return;
  // A host that was killed this very moment is still its engine's parent for another one.
  if (!(await waitUntil(() => parentOf(pids.engine) !== pids.host, 500))) {
    throw new DataFolderInUse(`The database ${databaseFile} is in use by process ${pids.host}.`);
  }
  for (const [signal, patience] of [
    ['SIGTERM', 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    signalIfAlive(pids.engine, signal);
    if (await waitUntil(() => !runsOn(pids.engine, databaseFile), patience)) return;
  }
  throw new OrphanWillNotEnd(`The engine ${pids.engine} on ${databaseFile} does not end.`);
}

/** Whether this process is an engine on this database file; a zombie has no command line and counts as gone. */
export function runsOn(pid: number, databaseFile: string): boolean {
  const commandLine = readOrEmpty(`/proc/${pid}/cmdline`).split('\0');
  const file = commandLine[commandLine.indexOf('--db-path') + 1];
  return basename(commandLine[0] ?? '') === 'dynoxide' && file === databaseFile;
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/** A child whose parent died is handed to another, so a changed parent is what makes it an orphan. */
function parentOf(pid: number): number {
  const status = readOrEmpty(`/proc/${pid}/stat`);
  return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
}

function readPidFile(pidFile: string): EnginePids | undefined {
  const [engine, host] = readOrEmpty(pidFile).split('\n').map(Number);
  if (engine === undefined || !Number.isInteger(engine) || engine < 2) return undefined;
  return { engine, host: host ?? 0 };
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
