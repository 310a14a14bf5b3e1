import * as z from 'zod';
import { endpoint } from '../support/endpoint.ts';

const querySchema = z.strictObject({
  /** The feed's sort keys have twelve digits. */
  after: z.coerce.number().int().min(0).max(1e11).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** GET /funding/events: finance's feed from after a sequence number. Read on from the last one that came; `last` is the newest there is. */
export const handler = endpoint('funding-events', async ({ query }, deps) => {
  const { after, limit } = querySchema.parse(query);
  const [items, last] = await Promise.all([deps.readFeed(after, limit), deps.lastInFeed()]);
  return { status: 200, body: { items, last } };
});
