import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playLively } from './demo/lively.ts';
import { RECORDED_UNTIL, record } from './demo/recording.ts';

/** `npm run record-demo`: plays the demo `lively` and records it, as new data folders begin with it. */

const dataFolder = mkdtempSync(join(tmpdir(), 'recorded-'));
try {
  await playLively(dataFolder, RECORDED_UNTIL);
  record(dataFolder);
} finally {
  rmSync(dataFolder, { recursive: true, force: true });
}
