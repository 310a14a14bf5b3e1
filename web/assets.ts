import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GOVUK } from './drawing.ts';

/** A file that pages are drawn with. */
export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/manifest+json',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const OWN = fileURLToPath(new URL('assets', import.meta.url));

/** Every asset by its address. A closed list, read once: no address can lead to another file. */
export function readAssets(): ReadonlyMap<string, Asset> {
  const govuk = join(GOVUK, 'assets');
  const files = [
    ...filesIn(OWN, ''),
    ...filesIn(join(govuk, 'fonts'), 'fonts/'),
    ...filesIn(join(govuk, 'images'), 'images/'),
    ['manifest.json', join(govuk, 'manifest.json')] as const,
    ...['govuk-frontend.min.css', 'govuk-frontend.min.js'].map((name) => [name, join(GOVUK, name)] as const),
  ];
  return new Map(
    files.map(([name, file]) => [
      `/assets/${name}`,
      {
        bytes: new Uint8Array(readFileSync(file)),
        type: TYPES[extname(file)] ?? 'application/octet-stream',
      },
    ]),
  );
}

function filesIn(folder: string, prefix: string): (readonly [string, string])[] {
  return readdirSync(folder).map((name) => [`${prefix}${name}`, join(folder, name)] as const);
}
