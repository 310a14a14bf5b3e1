import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { declaration, developmentForm, key, workGroupForm } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { DESKTOP, PHONE, violationsOn, visitorOf } from './visitor.ts';

/** Finance's month in a real browser: a statement approved as it was seen, the payer's file, and money recovered. */

let programme: Programme;
let browser: Browser;
let origin: Person;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-08-30T09:00:00Z') }),
    openBrowser(),
  ]);
  origin = await programme.hub('origin');
  for (const urns of [
    ['900001', '900002'],
    ['900003', '900016'],
  ]) {
    for (const urn of urns) await origin.post('/enrolments', developmentForm(urn), key(urn));
    expect((await origin.post('/work-groups', workGroupForm(urns))).status).toBe(201);
  }
  await programme.advanceTo('2026-09-10T09:00:00Z');
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

const declareStarted = async (urns: readonly string[]) => {
  for (const urn of urns) {
    const ask = `/asks/${urn}-2026-27-development.declaration-started/answer`;
    expect((await origin.post(ask, declaration('2026-09-02'))).status).toBe(200);
  }
  await programme.host.quiet();
};
const heading = async (page: Page) => (await page.locator('h1').textContent())?.trim();
const says = (page: Page) => page.getByRole('alert').first().textContent();
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

const MONTHS = [
  [
    'at a desk',
    { viewport: DESKTOP, javaScriptEnabled: true },
    'September 2026',
    ['900001', '900002'],
    '2026-10-01',
  ],
  [
    'on a phone without JavaScript',
    { viewport: PHONE, javaScriptEnabled: false },
    'October 2026',
    ['900003', '900016'],
    '2026-11-01',
  ],
] as const;

describe('finance', () => {
  it.each(MONTHS)(
    '%s approves a statement and says what the payer paid',
    async (_, way, month, urns, paidOn) => {
      await declareStarted(urns);
      await programme.advanceTo(`${paidOn}T09:00:00Z`);
      const { page, leave, complaints } = await visitorOf(programme, browser, 'Finance', way);
      // axe is itself a script.
      const faults = () => (way.javaScriptEnabled ? violationsOn(page) : []);
      expect(await heading(page)).toBe('Funding');
      await follow(page, 'Origin Maths Hub: £2,000');
      expect(await heading(page)).toBe(`Statement for ${month}, Origin Maths Hub`);
      await press(page, 'Approve this statement');
      await press(page, 'Approve £2,000');
      expect(await says(page)).toContain(`${month}, Origin Maths Hub is approved`);
      await programme.host.quiet();

      const paying = (amount: string) =>
        [
          'item,amount,reference,paid_on',
          ...urns.map((urn) => `${urn}-2026-27-development.started,${amount},BACS/1,${paidOn}`),
          '',
        ].join('\n');
      const upload = async (text: string) => {
        await page.getByLabel('Choose the payer’s file').setInputFiles({
          name: 'payer.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(text),
        });
        await press(page, 'Check the file');
      };
      await page.goto(new URL('/funding', page.url()).href);
      await follow(page, 'Upload what the payer has paid');
      // The second line is wrong: nothing of the file is taken, and the line is named.
      await upload(
        paying('1000.00').replace(
          `${urns[1]}-2026-27-development.started,1000.00`,
          `${urns[1]}-2026-27-development.started,10.00`,
        ),
      );
      await page.locator('.govuk-error-summary').waitFor();
      expect(await page.title()).toBe('Error: Upload what the payer has paid – Mastery Pathways');
      const problems = page.getByRole('region', { name: 'What is wrong with the file' }).locator('tbody tr');
      expect(await problems.count()).toBe(1);
      expect(await problems.first().textContent()).toMatch(
        /3\s*amount\s*The statement says £1,000, written 1000\.00/,
      );
      expect(await faults()).toEqual([]);
      // A date is shown as it has to be written in the file.
      await upload(paying('1000.00').replaceAll(paidOn, '21/03/2026'));
      expect(await problems.first().textContent()).toMatch(/2\s*paid_on\s*A date is written 2026-11-25/);

      await upload(paying('1000.00'));
      expect(await heading(page)).toBe('Check what the file says');
      expect(await page.locator('main').textContent()).toMatch(/2 lines, together\s*£2,000/);
      expect(await faults()).toEqual([]);
      await press(page, 'Take the file in');
      expect(await says(page)).toContain('The payer’s file is taken in');
      await programme.host.quiet();
      await page.reload();
      expect(await page.locator('main').textContent()).toContain('Every line is recorded as paid');

      await page.goto(new URL(`/funding/claims/${urns[0]}-2026-27-development.started`, page.url()).href);
      const why = (await page.locator('main').textContent())?.replaceAll(/\s+/g, ' ');
      for (const part of [
        'Attendance register: REG-1',
        `${month}, Origin Maths Hub, line 1: paid`,
        'BACS/1',
        'Nobody has to act',
      ]) {
        expect(why).toContain(part);
      }
      expect(complaints()).toEqual([]);
      await leave();
    },
  );

  it('keeps every byte of a statement’s file, its mark included', async () => {
    const { page, leave } = await visitorOf(programme, browser, 'Finance');
    const file = await page.request.get(new URL('/funding/statements/2026-09/origin/file', page.url()).href);
    expect(file.headers()['content-disposition']).toBe('attachment; filename="statement-2026-09-origin.csv"');
    const bytes = await file.body();
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes.toString('utf8')).toMatch(/started,1,1000\.00\r\n$/);
    await leave();
  });

  it('recovers a part only with a second person', async () => {
    const claim = '/funding/claims/900001-2026-27-development.started';
    const first = await visitorOf(programme, browser, 'Finance');
    await first.open(`${claim}/clawback`);
    await first.page.getByLabel('How much?').fill('£1,250');
    await first.page.getByLabel('Why is it recovered?').fill('Sample reason');
    await press(first.page, 'Propose it');
    expect(await first.page.locator('.govuk-error-summary__list').textContent()).toContain(
      'Enter no more than was paid',
    );
    await first.page.getByLabel('How much?').fill('250');
    await press(first.page, 'Propose it');
    expect(await says(first.page)).toContain('The clawback is proposed');
    const decide = async (page: Page) => {
      await page.goto(new URL(`${claim}/clawback/decision`, page.url()).href);
      await page.getByLabel('Approve').check();
      await press(page, 'Save the decision');
    };
    // Whoever proposed it is told so, and is offered nothing.
    const main = async (page: Page) => (await page.locator('main').textContent()) ?? '';
    expect(await main(first.page)).toContain('You proposed to recover this money');
    expect(await first.page.getByRole('button', { name: 'Decide about the clawback' }).count()).toBe(0);
    await first.open(`${claim}/clawback/decision`);
    expect(await main(first.page)).toContain('You proposed this');
    expect(await first.page.getByRole('button', { name: 'Save the decision' }).count()).toBe(0);
    const second = await visitorOf(programme, browser, 'Programme admin');
    await decide(second.page);
    expect(await says(second.page)).toContain('The clawback is approved');
    await second.leave();

    // On the next statement whoever adjusts it is told who approves it instead.
    await programme.advanceTo('2026-12-01T09:00:00Z');
    const { page } = first;
    await first.open('/funding/statements/2026-11/origin');
    expect(await page.getByRole('button', { name: 'Approve this statement' }).count()).toBe(1);
    await follow(page, 'Adjust it');
    await page.getByLabel('Amount').fill('10');
    await page.getByLabel('Why?').fill('Sample reason');
    await press(page, 'Add the line');
    expect(await main(page)).toContain('You adjusted this statement');
    expect(await page.getByRole('button', { name: 'Approve this statement' }).count()).toBe(0);
    await first.open('/funding/statements/2026-11/origin/approve');
    expect(await main(page)).toContain('You adjusted this statement');
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    await first.open('/funding/events');
    const events = page.getByRole('region', { name: 'Funding events' }).locator('tbody tr');
    expect(await events.first().textContent()).toContain('November 2026, Origin Maths Hub');
    expect(await violationsOn(page)).toEqual([]);
    expect(first.complaints()).toEqual([]);
    await first.leave();
  });
});

describe('an admin', () => {
  it('proposes a policy, sees what it would change, and needs another admin to put it in force', async () => {
    const { page, open, leave, complaints } = await visitorOf(programme, browser, 'Programme admin');
    await open('/policies/2027-28');
    await press(page, 'Propose another version');
    const text = page.getByLabel('Or change it here');
    const typed = JSON.parse(await text.inputValue());
    const embedding = (amount: number, instalment: number) => ({
      ...typed.stages.embedding,
      amount,
      milestones: ['started', 'completed'].map((milestone) => ({ milestone, instalment })),
    });
    const propose = async (changed: object) => {
      const stages = { ...typed.stages, embedding: changed };
      await text.fill(JSON.stringify({ ...typed, stages }));
      await press(page, 'Propose it');
    };
    await propose(embedding(120_000, 50_000));
    expect(await page.locator('.govuk-error-summary__list').textContent()).toContain(
      'stages.embedding: instalments add up to 100000, not 120000 pence',
    );
    await propose(embedding(120_000, 60_000));
    expect(await heading(page)).toBe('Policy of 2027-28, version 2');
    // Four schools could go on to embedding: £200 more for each.
    expect(await page.locator('main').textContent()).toContain('What it would change: +£800');
    await page.getByLabel('Approve').check();
    await press(page, 'Save the decision');
    expect(await page.title()).toMatch(/^Error: /);
    const other = await programme.admin('y');
    const { status } = await other.post('/policies/2027-28/versions/2/approval', { decision: 'approve' });
    expect(status).toBe(200);
    await open('/policies/2027-28');
    expect(await page.locator('main').textContent()).toContain('Version 2 is in force');
    expect(complaints()).toEqual([]);
    await leave();
  });
});
