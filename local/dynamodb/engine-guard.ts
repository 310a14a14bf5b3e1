import { spawn } from 'node:child_process';

export interface EngineGuard {
  /** The engine has ended: its pid may soon be somebody else's, so it must not be signalled any more. */
  release(): void;
}

/**
 * Ends the engine when this process dies in whatever way, `kill -9` included: a shell waits on a pipe whose other
 * end only this process holds, and an end without a word means that nobody is left to stop the engine. Neither
 * the shell nor the pipe keeps this process alive.
 */
export function guardEngine(pid: number): EngineGuard {
  const script = 'read -r word; [ "$word" = released ] || kill -TERM "$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'engine-guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell there is no guard; then the next start ends the orphan.
  shell.once('error', () => {});
  shell.stdin.once('error', () => {});
  shell.unref();
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
  return { release: () => shell.stdin.end('released\n') };
}
