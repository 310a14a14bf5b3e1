import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
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

/** Where the field that suggests while somebody types comes from. */
const LOOK_UP = dirname(fileURLToPath(import.meta.resolve('accessible-autocomplete')));

/** Where each asset is, by its name. A closed list: no address can lead to another file. */
export function assetFiles(): ReadonlyMap<string, string> {
  const govuk = join(GOVUK, 'assets');
  return new Map([
    ...filesIn(OWN, ''),
    ...filesIn(join(govuk, 'fonts'), 'fonts/'),
    ...filesIn(join(govuk, 'images'), 'images/'),
    ['manifest.json', join(govuk, 'manifest.json')] as const,
    ...['govuk-frontend.min.css', 'govuk-frontend.min.js'].map((name) => [name, join(GOVUK, name)] as const),
    ...['accessible-autocomplete.min.css', 'accessible-autocomplete.min.js'].map(
      (name) => [name, join(LOOK_UP, name)] as const,
    ),
  ]);
}

export interface Assets {
  /** Where pages find them: an address that no other version of them has. */
  readonly base: string;
  at(path: string): (Asset & { readonly cacheControl: string }) | undefined;
}

const ADDRESS = /^\/assets\/(?:v-([0-9a-f]{12})\/)?(.+)$/;
const FOR_A_YEAR = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** All of them, read once. What is asked for by its version is kept for a year; stylesheets ask without one. */
export function readAssets(): Assets {
  const hash = createHash('sha256');
  const assets = new Map(
    [...assetFiles()].map(([name, file]): [string, Asset] => {
      const bytes = new Uint8Array(readFileSync(file));
      hash.update(name).update(bytes);
      return [name, { bytes, type: TYPES[extname(file)] ?? 'application/octet-stream' }];
    }),
  );
  const version = hash.digest('hex').slice(0, 12);
  return {
    base: `/assets/v-${version}`,
    at(path) {
      const [, asked, name = ''] = ADDRESS.exec(path) ?? [];
      const asset = assets.get(name);
      return asset && { ...asset, cacheControl: asked === version ? FOR_A_YEAR : FOR_AN_HOUR };
    },
  };
}

function filesIn(folder: string, prefix: string): (readonly [string, string])[] {
  return readdirSync(folder).map((name) => [`${prefix}${name}`, join(folder, name)] as const);
}
