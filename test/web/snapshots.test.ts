import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import type { PageName } from '../../web/routes.ts';
import type { Role } from '../../workflows/routes.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { begunBy } from './begun-forms.ts';
import { type PageWorld, pageWorld, ROUTES, WORLD_BEGINS } from './page-world.ts';
import { readableHtml } from './readable-html.ts';
import { type PageAnswer, pagesOver, type Reader } from './reader.ts';

/**
 * What every page of the route map says, kept as readable HTML beside this test: whoever changes a page sees in the
 * comparison what they changed for whom. `npx vitest run test/web/snapshots -u` writes them anew.
 */

const FOLDER = '__snapshots__/pages';
const FOLDER_PATH = fileURLToPath(new URL(FOLDER, import.meta.url));

let programme: Programme;
let world: PageWorld;
let readers: Readonly<Record<Role, Reader>>;

beforeAll(async () => {
  programme = await startProgramme({ now: toInstant(WORLD_BEGINS), schedules: {} });
  readers = await pagesOver(programme).readers('origin');
  world = await pageWorld(programme, begunBy(readers.hub));
});
afterAll(() => programme?.stop());

const fileOf = (name: string) => `${name}.html.snap`;

describe('a snapshot', () => {
  it.each(ROUTES)('of %s', async (name, { roles }) => {
    const versions = new Map<string, Role[]>();
    for (const role of roles) {
      const shown = shownIn(await readers[role].get(`${world.addressOf(name)}${QUERIES[name] ?? ''}`));
      versions.set(shown, [...(versions.get(shown) ?? []), role]);
    }
    const [first = ''] = versions.keys();
    const told = [...versions].map(([shown, who]) => {
      return `<!-- ${who.join(', ')} -->\n${shown === first ? shown : changesBetween(first, shown)}\n`;
    });
    await expect(told.join('\n')).toMatchFileSnapshot(`${FOLDER}/${fileOf(name)}`);
  });

  it('stands for a page that there is, and no other lies about', () => {
    expect(readdirSync(FOLDER_PATH).sort()).toEqual(ROUTES.map(([name]) => fileOf(name)).sort());
  });
});

/** Pages that show nothing unless they are asked for something, or more than one thing of the same instant. */
const QUERIES: Partial<Record<PageName, string>> = {
  'school-suggestions': '?query=ash',
  'form-work-group': '?for=2026-27.development',
  workflows: '?query=900001',
  'assurance-sample-file': '?academicYear=2026-27&size=5&seed=sample',
};

/** The title and what stands between header and footer; a file or data whole; where to go, for what only leads on. */
function shownIn({ status, headers, text }: PageAnswer): string {
  const isPage = headers.get('content-type')?.startsWith('text/html');
  const title = /<title>[^<]*<\/title>/.exec(text)?.[0] ?? '';
  if (status !== 200) return `${status} ${headers.get('location') ?? title}`;
  const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '';
  return named(isPage ? readableHtml(`${title}${main}`) : text.trim());
}

/** What others see instead: `-` the lines that they do not see, `+` those that only they see. */
function changesBetween(first: string, other: string): string {
  const [seen, shown] = [first.split('\n'), other.split('\n')];
  return [
    ...seen.filter((line) => !shown.includes(line)).map((line) => `- ${line}`),
    ...shown.filter((line) => !seen.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

/** What is drawn by lot or of this person’s session alone, by name. Where an arrow runs is graph.test.ts’s to rule on. */
const named = (text: string): string =>
  text
    .replaceAll(/\b(wg|se)-[0-9a-f]{12}/g, '$1-of-this-run')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'request-of-this-run')
    .replaceAll(/\/assets\/v-[\w-]+/g, '/assets/of-this-build')
    .replaceAll(/ *<input type="hidden" name="csrf" value="[^"]+">\n/g, '')
    .replaceAll(/ *<path class="app-graph__arrow[^>]*>\n/g, '');
