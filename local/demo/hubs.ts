import { readFileSync } from 'node:fs';
import { type Hub, hubSchema } from '../../core/hub.ts';
import { parseHubList } from '../../core/hub-list.ts';

/** England's 40 Maths Hubs, by the code that signs in and the name that pages show. Throws on a damaged list. */
export function demoHubs(): Hub[] {
  const list = readFileSync(new URL('../../policy/hubs.tsv', import.meta.url), 'utf8');
  return parseHubList(list).map(({ code, name }) =>
    hubSchema.parse({ type: 'hub', version: 1, code, name, mailbox: `${code}@hubs.example` }),
  );
}
