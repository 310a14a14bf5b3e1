import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../core/instant.ts';
import { claimFolder } from '../dynamodb/engine-process.ts';
import { STORY_BEGINS, STORY_ENDS } from './lively/story.ts';
import { playLively, refuseBeforeStory } from './lively.ts';
import { RECORDED_UNTIL, unpackRecording } from './recording.ts';

export interface BeginLively {
  readonly dataFolder: string;
  /** Forget what the data folder holds. */
  readonly fresh: boolean;
  readonly now: Instant;
  /** Told, in a sentence, where the story has to be played, which takes a while, rather than unpacked. */
  readonly onPlaying?: (sentence: string) => void;
}

/**
 * Sees to it that a new data folder begins with the demo `lively`, as it was recorded, and played where the clock is to
 * stand elsewhere; one that has begun already goes on as it is. A story that was cut off, by `kill -9` too, is begun anew:
 * nobody ever sees half of it.
 * Throws NowBeforeStory before anything is forgotten.
 */
export async function beginLively({ dataFolder, fresh, now, onPlaying }: BeginLively): Promise<void> {
  const unfinished = join(dataFolder, 'story-unfinished');
  const isWhole = existsSync(join(dataFolder, 'host.sqlite')) && !existsSync(unfinished);
  if (isWhole && !fresh) return;
  refuseBeforeStory(now);
  if (fresh || existsSync(unfinished)) {
    // A host that runs on this folder would go on with files that nobody can see any more.
    await claimFolder(dataFolder);
    rmSync(dataFolder, { recursive: true, force: true });
  }
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(
    unfinished,
    'The demo lively is being played into this folder. While this file is here, it is not whole.\n',
  );
  if (now >= RECORDED_UNTIL) unpackRecording(dataFolder);
  if (now !== RECORDED_UNTIL) {
    onPlaying?.(`Playing the demo: a programme from ${STORY_BEGINS} to ${STORY_ENDS}${whatOf(now)} …`);
    await playLively(dataFolder, now);
  }
  rmSync(unfinished);
}

/** What becomes of the story where the clock is not to stand on its last day. */
function whatOf(now: Instant): string {
  const day = now.slice(0, 10);
  if (day === STORY_ENDS) return '';
  return day < STORY_ENDS ? `, as far as ${day}` : `; then nobody acts until ${day}`;
}
