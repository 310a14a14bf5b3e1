import middy from '@middy/core';
import * as z from 'zod';
import { instantOf, toInstant } from '../../core/instant.ts';
import { deps } from '../support/deps.ts';
import { log } from '../support/log.ts';
import { republish } from '../use-cases/republish.ts';

const scheduledSchema = z.object({ time: z.string() });

/** Younger ones the stream has in hand; publishing them here as well would only make duplicates. */
const IN_HAND_MILLISECONDS = 15 * 60_000;

/**
 * Nightly, by the schedule `sweep`: publishes what still bears an outbox marker, so that an outage longer than
 * the stream's 24 hours loses nothing. Running it twice changes nothing.
 */
export const handler = middy(async (event: unknown): Promise<{ published: number }> => {
  const time = toInstant(scheduledSchema.parse(event).time);
  const published = await republish(instantOf(Date.parse(time) - IN_HAND_MILLISECONDS), deps());
  if (published > 0) log.warn('the sweep found events that were not published', { published });
  return { published };
});
