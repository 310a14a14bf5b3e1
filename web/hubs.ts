import * as z from 'zod';
import { type HubCode, hubCodeSchema } from '../core/codes.ts';
import type { Instant } from '../core/instant.ts';
import { listOf } from './answers.ts';
import type { Api } from './api.ts';

const hubAnswer = z.object({ code: hubCodeSchema, name: z.string() });

/** The Maths Hubs, as people call them. */
export interface Hubs {
  /** A hub's name; its code, where the programme does not know it. */
  nameOf(code: string): string;
  /** For a select: `every` stands for all of them, and is chosen where no hub is. */
  choices(every: string, chosen: HubCode | undefined): { value: string; text: string; selected: boolean }[];
}

const FIVE_MINUTES = 5 * 60_000;

/** The hubs as the API knows them, asked for again after five minutes: a hub is hardly ever added or renamed. */
export function hubsOfApi(): (api: Api, now: Instant) => Promise<Hubs> {
  let known: { readonly hubs: Hubs; readonly until: number } | undefined;
  return async (api, now) => {
    const at = Date.parse(now);
    // A local clock may have been set back by a fresh start.
    if (known && known.until - FIVE_MINUTES <= at && at < known.until) return known.hubs;
    const { items } = await api.get('/hubs', listOf(hubAnswer));
    known = { hubs: hubsFrom(items), until: at + FIVE_MINUTES };
    return known.hubs;
  };
}

function hubsFrom(items: readonly z.infer<typeof hubAnswer>[]): Hubs {
  const names = new Map<string, string>(items.map(({ code, name }) => [code, name]));
  return {
    nameOf: (code) => names.get(code) ?? code,
    choices: (every, chosen) => [
      { value: '', text: every, selected: chosen === undefined },
      ...items.map(({ code, name }) => ({ value: code, text: name, selected: code === chosen })),
    ],
  };
}
