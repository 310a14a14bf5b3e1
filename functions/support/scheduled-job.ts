import middy from '@middy/core';
import * as z from 'zod';
import { type Instant, toInstant } from '../../core/instant.ts';
import { type Deps, deps } from './deps.ts';
import { log } from './log.ts';

const scheduledSchema = z.object({ time: z.string() });

/** A job that a schedule runs: its time is the scheduled instant, not the one at which it happens to run. */
export function scheduledJob<Result extends Readonly<Record<string, number>>>(
  name: string,
  run: (time: Instant, deps: Deps) => Promise<Result>,
) {
  return middy(async (event: unknown): Promise<Result> => {
    const result = await run(toInstant(scheduledSchema.parse(event).time), deps());
    log.info(`${name} has run`, { job: name, ...result });
    return result;
  }).onError(({ error }) => {
    log.failure(`${name} failed`, error, { job: name });
  });
}
