import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Programme } from '../support/programme.ts';

/** Who may sign in locally, by the words on the page. */
export type Persona = 'Origin Maths Hub' | 'Turing NW Maths Hub' | 'Finance' | 'Programme admin';

export const DESKTOP = { width: 1100, height: 900 };
export const PHONE = { width: 360, height: 700 };

/** Somebody in front of a browser, signed in. */
export interface Visitor {
  readonly page: Page;
  /** Goes to an address of the service; answers with the status. */
  open(path: string): Promise<number>;
  /** What the browser complained of since it was last asked: errors of scripts, of loading, of the content policy. */
  complaints(): string[];
  leave(): Promise<void>;
}

export async function visitorOf(
  programme: Programme,
  browser: Browser,
  persona: Persona,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const page = await context.newPage();
  let heard: string[] = [];
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    // A form that is shown again with what is wrong in it has a status of its own, and is no complaint.
    const expected = /status of 4(03|04|22)/.test(message.text());
    if (message.type() === 'error' && !expected) heard.push(message.text());
  });
  await page.goto(`${programme.host.address}/sign-in`);
  await page.getByLabel(persona, { exact: true }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  return {
    page,
    async open(path) {
      const response = await page.goto(`${programme.host.address}${path}`);
      return response?.status() ?? 0;
    },
    complaints() {
      const said = heard;
      heard = [];
      return said;
    },
    leave: () => context.close(),
  };
}

const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const RUN_AXE = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target)))`;
const PAGE_FAULTS = readFileSync(new URL('page-faults.js', import.meta.url), 'utf8');

/** What axe finds wrong with the page as it stands: `rule: element`. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate<string[]>(RUN_AXE);
}

/** What the page does not keep to of the rules for every page, in page-faults.js. */
export const faultsOf = (page: Page): Promise<string[]> => page.evaluate<string[]>(PAGE_FAULTS);

/** Whether something sticks out to the side of the screen. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** Empties the form that the page shows, as if nothing had been filled in yet. */
export const emptyForm = (page: Page): Promise<void> =>
  page.evaluate(`for (const input of document.querySelectorAll('main input:not([type=hidden])')) {
    if (input.type === 'radio' || input.type === 'checkbox') input.checked = false;
    else input.value = '';
  }`);
