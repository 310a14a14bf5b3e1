import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits in real time, looking every 10 ms, until `condition` holds or `atMostMs` have passed; returns whether it
 * came to hold. Only for processes of the operating system: the programme's time never passes here.
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  atMostMs: number,
): Promise<boolean> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > atMostMs) return false;
    await pause(10);
  }
  return true;
}
