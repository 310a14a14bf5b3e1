import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { developmentForm, key } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { beginToEnrol, continues, enrolInDevelopment, nameThePeople, typeDay } from './hub-lead.ts';
import { DESKTOP, PHONE, violationsOn, visitorOf } from './visitor.ts';

/** A hub lead's job in a real browser, from the search for a school to the first grant, with and without JavaScript. */

let programme: Programme;
let browser: Browser;
let hub: Person;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-09-02T09:00:00Z') }),
    openBrowser(),
  ]);
  hub = await programme.hub('origin');
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

const heading = (page: Page) => page.locator('h1').textContent();
const doing = (page: Page) => page.goto(new URL('/', page.url()).href);

const WAYS = [
  ['at a desk', { viewport: DESKTOP, javaScriptEnabled: true }, ['Alder', 'Ash'], '900001', 'sp-0001'],
  [
    'at a desk without JavaScript',
    { viewport: DESKTOP, javaScriptEnabled: false },
    ['Aspen', 'Bay'],
    '900003',
    'sp-0001',
  ],
  ['on a phone', { viewport: PHONE, javaScriptEnabled: true }, ['Clover', 'Chestnut'], '900016', 'sp-0002'],
] as const;

describe('a hub lead', () => {
  it.each(WAYS)('%s enrols two schools, forms their group and declares', async (_, way, names, urn, lead) => {
    const { page, leave, complaints } = await visitorOf(programme, browser, 'Origin Maths Hub', way);
    const schools = names.map((name) => `Sample School ${name}`);
    for (const school of schools) {
      await enrolInDevelopment(page, school);
      expect((await heading(page))?.trim()).toBe(`${school} is enrolled`);
    }
    await page.getByRole('button', { name: 'Form a Work Group' }).click();
    for (const school of schools) await page.getByLabel(school).check();
    await page.getByLabel('Which Specialist leads it?').selectOption(lead);
    await page.getByRole('button', { name: 'Form the Work Group' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('The Work Group is formed');
    // The year has begun already, so it opens as soon as there is a place.
    await programme.host.quiet();

    await doing(page);
    await page.getByRole('link', { name: `Declare for ${schools[0]}` }).click();
    await typeDay(page, ['1', '9', '2026']);
    await page.getByLabel('Attendance register').check();
    await page.getByLabel('Where is the evidence?').fill('REG-1');
    await page.getByRole('button', { name: 'Declare' }).click();
    expect(await page.getByRole('alert').textContent()).toContain(`Started is declared for ${schools[0]}`);
    expect(await page.getByRole('region', { name: 'Money' }).textContent()).toContain('£1,000');
    const { body } = await hub.get(`/participations/${urn}-2026-27-development`);
    expect([body.startedOn, body.claims.length]).toEqual(['2026-09-01', 1]);
    expect(complaints()).toEqual([]);
    await leave();
  });
});

describe('an enrolment form', () => {
  it('keeps what was typed when its author goes back, reloads, or corrects one answer at the end', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
    await beginToEnrol(page, 'Sample School Blackthorn');
    await page.getByLabel('Development').check();
    await continues(page);
    await nameThePeople(page);
    await continues(page);
    // Chromium cannot go back while it is still on its way.
    await page.waitForURL(/activities/, { waitUntil: 'load' });
    await page.goBack();
    const head = page.getByRole('group', { name: 'Headteacher' }).getByLabel('Full name');
    expect(await head.inputValue()).toBe('Sample Headteacher');
    await page.reload();
    expect(await head.inputValue()).toBe('Sample Headteacher');
    await continues(page);
    await continues(page);
    await page.getByRole('link', { name: /Change headteacher/ }).click();
    await head.fill('Sample Head Quince');
    await continues(page);
    expect(await page.locator('main').textContent()).toContain('Sample Head Quince');
    expect(page.url()).not.toContain('Quince');
    await leave();
  });

  it('is taken once, however often its button is pressed', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
    await beginToEnrol(page, 'Sample School Bramble');
    await page.getByLabel('Development').check();
    await continues(page);
    await nameThePeople(page);
    await continues(page);
    await continues(page);
    const form = await page.locator('main form').evaluate((node) => ({
      action: String(Reflect.get(node, 'baseURI')),
      csrf: String(Reflect.get(Reflect.get(Reflect.get(node, 'elements'), 'csrf'), 'value')),
    }));
    const send = () => page.request.post(form.action, { form: { csrf: form.csrf }, maxRedirects: 0 });
    const answers = await Promise.all([send(), send(), send()]);
    const led = answers.map((answer) => [answer.status(), answer.headers()['location']]);
    expect(new Set(led.map((each) => each.join(' '))).size).toBe(1);
    expect(led[0]?.[0]).toBe(303);
    await leave();
  });

  it('of one tab leaves that of another alone', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
    const other = await page.context().newPage();
    await other.goto(page.url());
    await beginToEnrol(page, 'Sample School Broom');
    await beginToEnrol(other, 'Sample School Briar');
    await page.reload();
    expect([await heading(page), await heading(other)].map((each) => each?.trim())).toEqual([
      'What does Sample School Broom join in 2026-27?',
      'What does Sample School Briar join in 2026-27?',
    ]);
    await leave();
  });

  it('is nobody else’s, though they sign in at the same browser', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
    await beginToEnrol(page, 'Sample School Broom');
    const address = page.url();
    await page.goto(new URL('/sign-in', address).href);
    await page.getByLabel('Turing NW Maths Hub').check();
    await continues(page);
    expect((await page.goto(address))?.status()).toBe(404);
    await leave();
  });

  it('refused by the programme at its end says why, and leads to the page to put it right on', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub');
    await beginToEnrol(page, 'Sample School Crab-apple');
    await page.getByLabel('Development').check();
    await continues(page);
    await nameThePeople(page);
    await continues(page);
    await continues(page);
    // Meanwhile a colleague enrols the school.
    const { status } = await hub.post('/enrolments', developmentForm('900018'), key('a-colleague'));
    expect(status).toBe(202);
    await page.getByRole('button', { name: 'Confirm and enrol' }).click();
    expect(await page.title()).toBe('Error: Check your answers – Mastery Pathways');
    expect(await page.locator('.govuk-error-summary__list').textContent()).toContain(
      'takes part in this year already',
    );
    expect(await violationsOn(page)).toEqual([]);
    await leave();
  });
});
