import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { given } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { faultsOf, isTooWide, PHONE, type Visitor, violationsOn, visitorOf } from './visitor.ts';
import { groupOf, nameOf, SCHOOLS, wholeHub } from './whole-hub.ts';

/** The pages of a hub with more than ninety schools, each with three asks: nothing is left out, and nothing is endless. */

let programme: Programme;
let browser: Browser;
let lead: Visitor;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-09-28T09:00:00Z'), schedules: {} }),
    openBrowser(),
  ]);
  const rows = wholeHub();
  // A transaction takes a hundred.
  for (let from = 0; from < rows.length; from += 90) await given(programme, rows.slice(from, from + 90));
  lead = await visitorOf(programme, browser, 'Turing NW Maths Hub');
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

const rowsIn = (region: string) =>
  lead.page.getByRole('region', { name: region }).locator('tbody tr').count();

describe('what needs doing', () => {
  it('shows the first of each deadline and counts all, of which every page can be reached', async () => {
    const { page, open } = lead;
    await open('/');
    expect(await rowsIn('To do by 5pm on Saturday 31 October 2026')).toBe(10);
    await page.getByRole('link', { name: `See all ${SCHOOLS}` }).click();
    expect(await page.title()).toBe('To do by 5pm on Saturday 31 October 2026 – Mastery Pathways');
    expect(await page.locator('main').textContent()).toContain(`${SCHOOLS} to do`);
    const seen = [await rowsIn('To do by')];
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'Previous page' }).waitFor();
    seen.push(await rowsIn('To do by'));
    expect(seen).toEqual([50, SCHOOLS - 50]);
    expect(await page.locator('main').textContent()).toContain(nameOf(SCHOOLS - 1));
    expect([await faultsOf(page), await violationsOn(page)]).toEqual([[], []]);
    await page.setViewportSize(PHONE);
    expect(await isTooWide(page)).toBe(false);
  });

  it('leads to where a whole Work Group is declared for at once', async () => {
    const { page, open } = lead;
    await open('/');
    await page.getByRole('link', { name: `For its whole group with ${nameOf(0)}` }).click();
    await page.getByRole('button', { name: 'Declare for these schools' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/work-groups/${groupOf(0)}/declare`);
  });

  it('tells how many schools a day to come concerns, be they more than the API gives at once', async () => {
    await lead.open('/');
    expect(await lead.page.locator('main').textContent()).toContain(`last day (${SCHOOLS} schools)`);
  });
});

describe('every list', () => {
  const LISTS = [
    ['/schools', 'Your hub’s schools', 20],
    ['/participations', 'Who takes part', 50],
    ['/work-groups', 'Work Groups', SCHOOLS / 2],
  ] as const;

  it.each(LISTS)(
    '%s is shown in pages, to its last one and back to its first',
    async (address, region, size) => {
      const { page, open } = lead;
      await open(address);
      const seen: string[] = [];
      for (;;) {
        const rows = await page.getByRole('region', { name: region }).locator('tbody th').allTextContents();
        expect(rows.length).toBeLessThanOrEqual(size);
        seen.push(...rows);
        const next = page.getByRole('link', { name: 'Next page' });
        if ((await next.count()) === 0) break;
        await open(`${address}${new URL((await next.getAttribute('href')) ?? '', page.url()).search}`);
      }
      expect(new Set(seen).size).toBe(seen.length);
      const first = page.getByRole('link', { name: 'First page' });
      expect(await first.count()).toBe(seen.length > size ? 1 : 0);
      // The demo’s own schools of this hub are on the list too.
      expect(seen.length).toBeGreaterThanOrEqual(address === '/work-groups' ? SCHOOLS / 2 : SCHOOLS);
    },
  );
});

describe('what comes next year', () => {
  it('is asked for every school on one page, and what is decided leaves it', async () => {
    await programme.advanceTo('2027-08-02T09:00:00Z');
    const { page, open } = lead;
    await open('/');
    await page.getByRole('link', { name: `Decide for all ${SCHOOLS} schools on one page` }).click();
    const schools = page.getByRole('group', { name: /^Sample School/ });
    await schools.first().waitFor();
    expect(await schools.count()).toBe(SCHOOLS);
    const decided = 12;
    for (let index = 0; index < decided; index += 1)
      await schools.nth(index).getByLabel('Finish here').check();
    await page.getByRole('button', { name: 'Save the decisions' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain(`recorded for ${decided} schools`);
    expect(await schools.count()).toBe(SCHOOLS - decided);
  });
});
