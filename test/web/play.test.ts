import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { visitorOf } from './visitor.ts';

/** The local clock goes on by itself, in a browser whose own clock the test moves. */

let programme: Programme;
let browser: Browser;
beforeAll(async () => {
  [programme, browser] = await Promise.all([startProgramme({ schedules: {} }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

it('moves on a week every few seconds until it is paused', async () => {
  const { page, open, complaints, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
  await page.clock.install();
  await open('/');
  const stands = (text: string) => page.getByText(`clock stands at 9am on ${text}`).waitFor();
  await stands('Monday 2 March 2026');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.clock.fastForward(4000);
  await stands('Monday 9 March 2026');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.clock.fastForward(4000);
  await stands('Monday 16 March 2026');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.clock.fastForward(20_000);
  await page.getByRole('button', { name: 'Play' }).waitFor();
  expect(new Date(programme.host.clock.now()).toISOString()).toBe('2026-03-16T09:00:00.000Z');
  expect(complaints()).toEqual([]);
  await leave();
});

it('pauses where somebody begins to type, whose words a page drawn anew would take away', async () => {
  const { page, open, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
  await page.clock.install();
  await open('/schools');
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByLabel('Name, postcode or URN').fill('Ash');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await leave();
});

it('says that the clock moves, and takes no second jump meanwhile', async () => {
  const { page, open, complaints, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
  await open('/');
  await page.evaluate(`
    const bar = document.querySelector('.app-local-bar');
    const note = () => sessionStorage.setItem('seen', bar.innerText + bar.querySelectorAll(':disabled').length);
    new MutationObserver(note).observe(bar, { subtree: true, childList: true, attributes: true });
  `);
  await page.getByRole('button', { name: 'Next day' }).click();
  await page.getByText('clock stands at 9am on Tuesday 17 March 2026').waitFor();
  expect(await page.evaluate(`sessionStorage.getItem('seen')`)).toMatch(/^Moving the clock….*5$/s);
  expect(complaints()).toEqual([]);
  await leave();
});

it('offers nothing that would not work without JavaScript, and the jumps all the same', async () => {
  const withoutScript = { javaScriptEnabled: false };
  const { page, open, leave } = await visitorOf(programme, browser, 'Origin Maths Hub', withoutScript);
  await open('/');
  expect(await page.getByRole('button', { name: 'Play' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Next week' }).click();
  await page.getByText('24 March 2026').first().waitFor();
  await leave();
});
