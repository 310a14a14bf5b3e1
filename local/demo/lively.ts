import { type Instant, instantOf } from '../../core/instant.ts';
import { SCHEDULES, type ScheduleWiring } from '../../workflows/wiring.ts';
import { type Host, startHost } from '../host.ts';
import { callersOn } from './lively/callers.ts';
import { instantOfScene } from './lively/scene.ts';
import { STORY_BEGINS, STORY_HUBS, storyScenes } from './lively/story.ts';

/** The clock is to stand before the story begins: there is nothing to tell. */
export class NowBeforeStory extends Error {
  override readonly name = 'NowBeforeStory';
}

/** The nightly jobs of the story: each in the nights on which it finds something to do, and all in the last one. */
const STORY_SCHEDULES: Readonly<Record<string, ScheduleWiring>> = {
  'open-statements': { ...SCHEDULES['open-statements'], cron: 'cron(0 3 2 * ? *)' },
  'offer-leading': { ...SCHEDULES['offer-leading'], cron: 'cron(30 2 2 6 ? *)' },
  'rejoin-schools': { ...SCHEDULES['rejoin-schools'], cron: 'cron(30 2 2 2,11 ? *)' },
  sweep: { ...SCHEDULES.sweep, cron: 'cron(30 2 2 3 ? *)' },
  digest: { ...SCHEDULES.digest, cron: 'cron(0 7 2 3 ? *)' },
  reconcile: { ...SCHEDULES.reconcile, cron: 'cron(0 5 2 3 ? *)' },
};

const BEGINS = Date.parse(`${STORY_BEGINS}T08:00:00Z`);

/** Throws NowBeforeStory where the clock is to stand before the story's first day. */
export function refuseBeforeStory(now: Instant): void {
  if (Date.parse(now) >= BEGINS) return;
  throw new NowBeforeStory(
    `The demo lively begins on ${STORY_BEGINS}: give a later --now, or say --demo register.`,
  );
}

/**
 * Fills an empty data folder with the demo `lively`: three years of a programme, played by sample people who call the
 * real API of a real host, up to the instant at which the clock is to stand. The same every time, but for the ids that
 * are drawn by lot. Where that instant is later than the story's last day, time has passed and nobody has acted since.
 * A folder that holds the story up to some instant goes on from there.
 * Throws NowBeforeStory; StoryBroken where the service answers otherwise than the story goes.
 */
export async function playLively(dataFolder: string, now: Instant): Promise<void> {
  refuseBeforeStory(now);
  const host = await startHost({
    port: 0,
    dataFolder,
    now: instantOf(BEGINS),
    clock: 'manual',
    wakes: false,
    schedules: STORY_SCHEDULES,
  });
  try {
    await tell(host, Date.parse(now));
  } finally {
    await host.stop();
  }
}

async function tell(host: Host, now: number): Promise<void> {
  const callers = await callersOn(host, STORY_HUBS);
  const told = host.clock.now();
  for (const scene of storyScenes()) {
    const instant = instantOfScene(scene);
    if (instant < told) continue;
    if (instant > now) break;
    await host.clock.advanceTo(Math.max(instant, host.clock.now()));
    await scene.play(callers);
  }
  await host.clock.advanceTo(now);
}
