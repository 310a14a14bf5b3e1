import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { assetFiles } from './assets.ts';
import { GOVUK, TEMPLATES } from './drawing.ts';

/**
 * The files that the pages read at run time and a bundler does not see: where each has to lie, below the folder of the
 * one bundled module → where it is. There they are found as they are here: our own beside the module, a package's in
 * `node_modules`.
 */
export function shippedFiles(): ReadonlyMap<string, string> {
  const templates = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter(isTemplate);
  const macros = readdirSync(GOVUK, { recursive: true, encoding: 'utf8' }).filter(isTemplate);
  const ofPackages = [...macros.map((file) => join(GOVUK, file)), ...assetFiles().values()];
  return new Map([
    ...templates.map((file) => [posix.join('templates', file), join(TEMPLATES, file)] as const),
    ...ofPackages.flatMap(placesOf),
  ]);
}

const isTemplate = (file: string) => file.endsWith('.njk');

/** A file of a package, with the package's own description, without which nothing of it would be found. */
function placesOf(file: string): (readonly [string, string])[] {
  const found = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/](.+)$/.exec(file);
  if (!found) return [[`assets/${file.split(/[\\/]/).at(-1)}`, file]];
  const [, name = '', path = ''] = found;
  const description = join(file.slice(0, -path.length), 'package.json');
  return [
    [posix.join('node_modules', name, path), file],
    [posix.join('node_modules', name, 'package.json'), description],
  ];
}
