import * as z from 'zod';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { openTable } from '../../adapters/dynamodb/table.ts';
import { instantSchema } from '../../core/instant.ts';
import { seed } from '../../local/demo/seed.ts';
import { configFor } from '../../local/school-import/table-at-hand.ts';
import { API_BASE } from '../../workflows/routes.ts';
import { SMOKE_HUB } from './sample-rows.ts';
import { SmokeFailed, type Somebody, type Stage } from './stage.ts';

export interface LocalStage {
  /** Of the API, `http://127.0.0.1:4000`. */
  readonly address: string;
  readonly dynamodb: string;
  readonly table: string;
}

const WHO = {
  hub: { role: 'hub', hub: SMOKE_HUB, user: 'smoke' },
  finance: { role: 'finance', user: 'smoke' },
  admin: { role: 'admin', user: 'smoke' },
  'second-admin': { role: 'admin', user: 'smoke-second' },
} as const satisfies Record<Somebody, object>;

const clockSchema = z.object({ now: instantSchema });
const tokenSchema = z.object({ token: z.string() });
const messagesSchema = z.object({ items: z.array(z.object({ body: z.unknown() })) });

/** The local host: time passes when it is told to, and what was set going has happened when the clock answers. */
export function localStage({ address, dynamodb, table: name }: LocalStage): Stage {
  const table = openTable(name, configFor(dynamodb));
  const send = async (method: string, path: string, body?: unknown, headers = {}) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  };
  const tokens = new Map<Somebody, Promise<string>>();
  const tokenOf = (who: Somebody) => {
    const known =
      tokens.get(who) ??
      send('POST', '/local/token', WHO[who]).then((reply) => tokenSchema.parse(reply.body).token);
    tokens.set(who, known);
    return known;
  };
  const clock = async (change: object) => (await send('POST', '/local/clock', change)).body;
  return {
    async call(who, { method, path, body, headers = {} }) {
      const authorization = `Bearer ${await tokenOf(who)}`;
      return await send(method, `${API_BASE}${path}`, body, { ...headers, authorization });
    },
    async seed(rows) {
      await seed(
        rows,
        (change) => commit(table, change),
        clockSchema.parse((await send('GET', '/local/clock')).body).now,
      );
    },
    now: async () => clockSchema.parse((await send('GET', '/local/clock')).body).now,
    async passTo(instant) {
      await clock({ advanceTo: instant });
    },
    async eventually(what, look) {
      await clock({ advanceBy: 'PT0S' });
      const found = await look();
      if (found === undefined) throw new SmokeFailed(`All is quiet, and there is nothing of ${what}.`);
      return found;
    },
    async financeEvents() {
      return messagesSchema
        .parse((await send('GET', '/local/queues/finance')).body)
        .items.map(({ body }) => body);
    },
    async close() {
      table.client.destroy();
    },
  };
}
