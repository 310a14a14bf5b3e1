import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { toInstant } from '../../core/instant.ts';
import { beginLively } from '../../local/demo/begin-lively.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { beginToEnrol, continues, nameThePeople } from './hub-lead.ts';
import { type Persona, PHONE, visitorOf } from './visitor.ts';

/** `npm run screenshots`: the pictures of docs/screenshots, taken anew from the running demo `lively`. */

interface Picture {
  /** The file, without its ending. */
  readonly name: string;
  readonly persona: Persona;
  readonly path: string;
  /** What is done on the page before the picture is taken. */
  readonly before?: (page: Page) => Promise<void>;
  /** The heading at which the picture begins, where the top of the page is not what it shows. */
  readonly from?: string;
  readonly phone?: true;
  /** The clock in its bar, which only the local copy has, belongs to the picture. */
  readonly withClock?: true;
}

const SCREEN = { width: 1100, height: 900 };
/** Pixels: a longer page is cut here. */
const TALLEST = 950;
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const IN_MARCH: readonly Picture[] = [
  { name: 'hub-home', persona: 'Origin Maths Hub', path: '/', withClock: true },
  { name: 'find-a-school', persona: 'Origin Maths Hub', path: '/schools?query=Sample+School+B' },
  { name: 'enrolment-check', persona: 'Origin Maths Hub', path: '/schools', before: fillInForm },
  {
    name: 'school',
    persona: 'Origin Maths Hub',
    path: '/schools/900007',
    from: 'Its years in the programme',
  },
  { name: 'year', persona: 'Turing NW Maths Hub', path: '/participations/900028-2025-26-development' },
  { name: 'work-group', persona: 'Origin Maths Hub', path: '/work-groups', before: openCommunity },
  { name: 'funding', persona: 'Finance', path: '/funding', from: 'The academic year 2025-26' },
  { name: 'statement', persona: 'Finance', path: '/funding/statements/2026-02/origin' },
  { name: 'why-paid', persona: 'Finance', path: '/funding/claims/900005-2025-26-development.started' },
  { name: 'workflow', persona: 'Programme admin', path: '/workflows/900044-2025-26-development-r2' },
  { name: 'phone-home', persona: 'Origin Maths Hub', path: '/', phone: true },
  {
    name: 'phone-year',
    persona: 'Turing NW Maths Hub',
    path: '/participations/900028-2025-26-development',
    phone: true,
  },
];

/** When hubs decide what comes next. */
const IN_JUNE: readonly Picture[] = [
  { name: 'progression', persona: 'Origin Maths Hub', path: '/progression' },
];

const dataFolder = mkdtempSync(join(tmpdir(), 'screenshots-'));
const [only] = process.argv.slice(2);
await beginLively({ dataFolder, fresh: false, now: toInstant('2026-03-02T09:00:00Z') });
const programme = await startProgramme({ dataFolder });
const browser = await openBrowser();
mkdirSync(FOLDER, { recursive: true });
try {
  for (const picture of wanted(IN_MARCH)) await take(picture, programme);
  if (wanted(IN_JUNE).length > 0) await programme.advanceTo('2026-06-16T09:00:00Z');
  for (const picture of wanted(IN_JUNE)) await take(picture, programme);
} finally {
  await browser.close();
  await programme.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

/** `npm run screenshots -- NAME` takes those whose names begin so. */
function wanted(pictures: readonly Picture[]): readonly Picture[] {
  return pictures.filter(({ name }) => name.startsWith(only ?? ''));
}

async function take(
  { name, persona, path, before, from, phone, withClock }: Picture,
  of: Programme,
): Promise<void> {
  // Only so can the picture leave out what the page itself may not hide.
  const screen = { viewport: phone ? PHONE : SCREEN, bypassCSP: true };
  const { page, open, leave } = await visitorOf(of, browser, persona, screen);
  await open(path);
  await before?.(page);
  if (!withClock) await page.addStyleTag({ content: '.app-local-bar { display: none }' });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  const { width } = screen.viewport;
  const file = join(FOLDER, `${name}.png`);
  const heading = from === undefined ? null : await page.getByRole('heading', { name: from }).boundingBox();
  const y = heading ? heading.y - 20 : 0;
  const clip = { x: 0, y, width, height: Math.min(height - y, TALLEST) };
  await page.screenshot({ path: file, fullPage: true, clip });
  process.stdout.write(`${name}.png  ${Math.ceil(statSync(file).size / 1024)} KB\n`);
  await leave();
}

async function fillInForm(page: Page): Promise<void> {
  await beginToEnrol(page, 'Sample School Ash');
  await page.getByLabel('Development').check();
  await continues(page);
  await nameThePeople(page);
  await continues(page);
  await page.getByLabel('Planning lessons').check();
  await continues(page);
}

/** The group in which most of the hub's schools meet. */
async function openCommunity(page: Page): Promise<void> {
  const hub = await programme.hub('origin');
  const { items } = (await hub.get('/work-groups?academicYear=2025-26')).body;
  const { id } = items.find(({ kind }: { kind: string }) => kind === 'embedding-and-sustaining');
  await page.goto(new URL(`/work-groups/${id}`, page.url()).href);
}
