import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { toInstant } from '../../core/instant.ts';

/**
 * The demo `lively` as it was played once: the two databases of its data folder, compressed. Playing three years takes a
 * modest machine half a minute, unpacking them takes it a moment.
 */

/** Where the clock stands in the recording, as it does at the start of a new data folder. */
export const RECORDED_UNTIL = toInstant('2026-03-02T09:00:00Z');

const RECORDING = fileURLToPath(new URL('recording', import.meta.url));
const PLAYED_FROM = join(RECORDING, 'played-from.sha256');

/** What is left out of a recording: the engine's stream, long read; and the key that signs tokens, which no two folders share. */
const FILES = {
  'dynamodb.sqlite': 'DELETE FROM _stream_records',
  'host.sqlite': `DELETE FROM host_state WHERE name = 'signing-secret'`,
} as const;
const FILE_NAMES = Object.keys(FILES);

/** Makes the recording of a data folder into which the story was played, whose host has stopped. Changes the folder. */
export function record(dataFolder: string): void {
  mkdirSync(RECORDING, { recursive: true });
  for (const [file, leaveOut] of Object.entries(FILES)) {
    const database = new DatabaseSync(join(dataFolder, file));
    database.exec(leaveOut);
    database.exec('VACUUM');
    database.close();
    const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
    const packed = brotliCompressSync(readFileSync(join(dataFolder, file)), { params });
    writeFileSync(join(RECORDING, `${file}.br`), packed);
  }
  writeFileSync(PLAYED_FROM, `${digestOfStory()}\n`);
}

/** Fills an empty data folder with the recording. */
export function unpackRecording(dataFolder: string): void {
  for (const file of FILE_NAMES) {
    const packed = readFileSync(join(RECORDING, `${file}.br`));
    writeFileSync(join(dataFolder, file), brotliDecompressSync(packed));
  }
}

/** False once the story has been changed: `npm run record-demo` plays and records it anew. */
export const isRecordedFromThisStory = (): boolean =>
  readFileSync(PLAYED_FROM, 'utf8').trim() === digestOfStory();

function digestOfStory(): string {
  const story = fileURLToPath(new URL('lively', import.meta.url));
  const digest = createHash('sha256');
  for (const file of readdirSync(story).sort()) digest.update(file).update(readFileSync(join(story, file)));
  return digest.digest('hex');
}
