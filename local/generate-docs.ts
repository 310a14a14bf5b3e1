import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { openApi } from '../functions/support/openapi.ts';
import { EVENT_DATA } from '../workflows/events.ts';
import { machineDiagrams } from './machine-diagrams.ts';

/** `npm run docs`: writes what is made from the code. A test compares; so nobody has to remember. */

/** Every generated document: its path below docs/, and its text. */
export function generatedDocs(): ReadonlyMap<string, string> {
  const events = Object.entries(EVENT_DATA).map(([type, schema]): [string, string] => [
    `events/${type}.v1.json`,
    written({ title: type, ...z.toJSONSchema(schema, { target: 'draft-2020-12' }) }),
  ]);
  return new Map([
    ['api/openapi.json', written(openApi())],
    ['diagrams/machines.md', machineDiagrams()],
    ...events,
  ]);
}

const written = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

if (import.meta.main) {
  for (const [path, text] of generatedDocs()) {
    const file = fileURLToPath(new URL(`../docs/${path}`, import.meta.url));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
