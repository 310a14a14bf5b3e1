import { appendFileSync } from 'node:fs';

/**
 * For tests that end the process in a gap between two effects. `CRASH_AT=name#3` ends it, as `kill -9` would, at
 * the third time that the moment comes; `MOMENTS_FILE` lists every moment as it comes.
 */
export function crashMoments(
  environment: Readonly<Record<string, string | undefined>>,
): (name: string) => void {
  const { CRASH_AT, MOMENTS_FILE } = environment;
  if (!CRASH_AT && !MOMENTS_FILE) return () => {};
  const seen = new Map<string, number>();
  return (name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (MOMENTS_FILE) appendFileSync(MOMENTS_FILE, `${name}#${count}\n`);
    if (CRASH_AT === `${name}#${count}`) process.kill(process.pid, 'SIGKILL');
  };
}
