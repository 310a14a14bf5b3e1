import { readdirSync } from 'node:fs';

/** `npm run bench [-- NAME]`: runs one benchmark of this folder, or all of them, one after the other. */
const all = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of asked.length > 0 ? asked : all) await import(`./${name}.ts`);
}
