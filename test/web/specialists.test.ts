import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { declaration, developmentForm, key, specialistForm, UMBEL, workGroupForm } from '../support/forms.ts';
import { BEFORE_THE_OFFER, hurryLeading, OFFERED } from '../support/hurried-leading.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { continues, typeDay } from './hub-lead.ts';
import {
  DESKTOP,
  faultsOf,
  isTooWide,
  type Persona,
  PHONE,
  type Visitor,
  violationsOn,
  visitorOf,
} from './visitor.ts';

/** A Specialist's way on the pages: from the application, by a hub, to the accreditation, by an admin, and to leading. */

const TRN = '9990001';
const APPLICATION = 'sp-0013-2026-27-training-1';
const SECOND_YEAR = 'sp-0014-2027-28-training-2';

let programme: Programme;
let browser: Browser;
let hub: Person;
let admin: Person;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const main = async (page: Page) => (await page.locator('main').textContent())?.replace(/\s+/g, ' ') ?? '';
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const toDo = (page: Page) => page.goto(new URL('/', page.url()).href);

/** What is wrong with the page as it stands, in this state. */
const wrongOn = async ({ page, complaints }: Visitor) => [
  ...(await faultsOf(page)),
  ...(await violationsOn(page)),
  ...complaints(),
];

/** Does something as somebody in front of a browser, who leaves it without a complaint. */
async function as(persona: Persona, does: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await visitorOf(programme, browser, persona);
  await does(visitor);
  expect(visitor.complaints()).toEqual([]);
  await visitor.leave();
  await programme.host.quiet();
}

describe('a hub’s teacher', () => {
  beforeAll(async () => {
    // Without the nightly jobs, of which none has a part in this: two years of nights would take longer than the rest.
    programme = await startProgramme({ now: toInstant('2026-07-20T09:00:00Z'), schedules: {} });
    [hub, admin] = await Promise.all([programme.hub('origin'), programme.admin()]);
  });
  afterAll(() => programme?.stop());

  const addresses: string[] = [];

  it('is enrolled on a phone without JavaScript, with a number that no address ever shows', async () => {
    const way = { viewport: PHONE, javaScriptEnabled: false };
    const { page, leave } = await visitorOf(programme, browser, 'Origin Maths Hub', way);
    page.on('request', (request) => addresses.push(request.url()));
    await page.goto(new URL('/schools/900001', page.url()).href);
    await press(page, 'Enrol a teacher as a Specialist');
    const head = page.getByRole('group', { name: 'Headteacher' });
    await head.getByLabel('Full name').fill('Sample Head Quince');
    await head.getByLabel('Email address').fill('quince@people.example');
    const teacher = page.getByRole('group', { name: 'Teacher', exact: true });
    await teacher.getByLabel('Full name').fill('Sample Teacher Tansy');
    await teacher.getByLabel('Email address').fill('tansy@people.example');
    await teacher.getByLabel('Teacher reference number').fill('999-0001');
    await teacher.getByLabel('Years of teaching').fill('6');
    await continues(page);
    expect(await page.locator('.govuk-error-summary__list a').allTextContents()).toEqual([
      'Enter the teacher reference number: seven digits',
      'Confirm that the head or a senior leader comes to a launch. Without it, nobody can apply',
    ]);
    await teacher.getByLabel('Teacher reference number').fill('99/90001');
    await page.getByLabel('agrees to come to a launch').check();
    await continues(page);
    expect(await main(page)).toContain(TRN);
    expect([await isTooWide(page), await faultsOf(page)]).toEqual([false, []]);
    await press(page, 'Confirm and apply');
    expect(await main(page)).toContain('sp-0013');
    expect(await main(page)).toContain('The programme’s admins decide by');
    expect(addresses.filter((address) => address.includes(TRN) || address.includes('ansy'))).toEqual([]);
    await leave();
    await programme.host.quiet();
    expect((await hub.get(`/participations/${APPLICATION}`)).body.status).toBe('enrolled');
  });

  it('waits for an admin: the hub reads who decides, and has nothing to press', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      expect(await main(page)).toContain('The programme’s admins');
      expect(await page.getByRole('link', { name: /^Decide/ }).count()).toBe(0);
      await open(`/asks/${APPLICATION}.selection`);
      expect(await main(page)).toContain('The programme’s admins decide about this');
      expect(await page.getByRole('button', { name: 'Save the decision' }).count()).toBe(0);
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });

  it('is accepted by an admin, who reads whom the hub endorses', async () => {
    await as('Programme admin', async (visitor) => {
      const { page } = visitor;
      await toDo(page);
      await page.getByRole('link', { name: 'Decide for sp-0013' }).click();
      expect(await main(page)).toContain('endorses Sample Teacher Tansy, who has taught for 6 years');
      expect(await main(page)).not.toContain(TRN);
      await press(page, 'Save the decision');
      expect(await page.title()).toMatch(/^Error: /);
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByLabel('Accept:').check();
      await press(page, 'Save the decision');
      expect(await page.getByRole('alert').textContent()).toContain('The decision about sp-0013 is recorded');
    });
    expect((await hub.get(`/participations/${APPLICATION}`)).body.status).toBe('placed');
  });

  it('is deferred by the hub, which sees what will happen first', async () => {
    await as('Origin Maths Hub', async ({ page, open }) => {
      await open('/specialists/sp-0013');
      await page.getByRole('link', { name: 'Defer' }).click();
      await press(page, 'Defer to 2027-28');
      expect(await page.getByRole('alert').textContent()).toContain('goes on in 2027-28');
    });
    expect((await hub.get(`/participations/${APPLICATION}`)).body.outcome).toBe('pause');
  });

  it('moves to another school of the hub, whose URN has to be right', async () => {
    await as('Origin Maths Hub', async ({ page, open }) => {
      await open('/specialists/sp-0013/school');
      await page.getByRole('combobox', { name: 'New school' }).fill('900999');
      await typeDay(page, ['20', '7', '2026']);
      await page.getByLabel('agrees to support').check();
      await press(page, 'Move the Specialist');
      expect(await page.locator('.govuk-error-summary__list').textContent()).toMatch(
        /No school of the register has this URN/,
      );
      await page.getByRole('combobox', { name: 'New school' }).fill('900002');
      await programme.advanceTo('2026-07-21T09:00:00Z');
      await typeDay(page, ['21', '7', '2026']);
      await press(page, 'Move the Specialist');
      expect(await page.getByRole('alert').textContent()).toContain('sp-0013 is moved');
      expect(await main(page)).toContain('Sample School Ash');
    });
  });

  it('begins the training by a declaration, and is accredited with a date and evidence at its end', async () => {
    await hub.post('/enrolments', specialistForm('900003', { teacher: UMBEL }), key('umbel'));
    await admin.post('/asks/sp-0014-2026-27-training-1.selection/answer', { decision: 'accept' });
    await programme.advanceTo('2026-09-02T09:00:00Z');
    await as('Origin Maths Hub', async ({ page }) => {
      await toDo(page);
      await page.getByRole('link', { name: 'Declare for sp-0014' }).click();
      await typeDay(page, ['1', '9', '2026']);
      await page.getByLabel('Self-evaluation').check();
      await page.getByLabel('Where is the evidence?').fill('TR-1');
      await press(page, 'Declare');
      expect(await page.getByRole('alert').textContent()).toContain('Started is declared for sp-0014');
      expect(await main(page)).toContain('£1,000');
    });
    // The rest of the training is other tests’ to rule on.
    await programme.advanceTo('2027-09-02T09:00:00Z');
    await hub.post(`/asks/${SECOND_YEAR}.declaration-started/answer`, declaration('2027-09-01'));
    await programme.advanceTo('2028-06-02T09:00:00Z');
    await as('Programme admin', async (visitor) => {
      const { page } = visitor;
      await toDo(page);
      await page.getByRole('link', { name: 'Decide for sp-0014' }).click();
      await page.getByLabel('Accredit: may lead').check();
      await press(page, 'Save the decision');
      expect(await page.locator('.govuk-error-summary__list').textContent()).toContain(
        'day of the assessment',
      );
      expect(await wrongOn(visitor)).toEqual([]);
      await typeDay(page, ['1', '6', '2028']);
      await page.getByLabel('where is the evidence?').fill('AS-1');
      await press(page, 'Save the decision');
      expect(await page.getByRole('alert').textContent()).toContain('The decision about sp-0014 is recorded');
    });
    expect((await hub.get('/specialists/sp-0014')).body).toMatchObject({ accreditedOn: '2028-06-01' });
  });
});

describe('a hub in a year', () => {
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant(BEFORE_THE_OFFER) });
    hub = await programme.hub('origin');
    await hurryLeading(programme);
    for (const urn of ['900003', '900004']) await hub.post('/enrolments', developmentForm(urn), key(urn));
    await hub.post('/work-groups', workGroupForm(['900003', '900004'], { lead: 'sp-0002' }));
    await programme.advanceTo(OFFERED);
  });
  afterAll(() => programme?.stop());

  it('says that its Specialist leads, which is chosen already', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      await page.getByRole('link', { name: 'Decide for sp-0001' }).click();
      expect(await page.getByLabel('Lead Work Groups').isChecked()).toBe(true);
      expect(await wrongOn(visitor)).toEqual([]);
      await press(page, 'Save the decision');
      expect(await page.getByRole('alert').textContent()).toContain('sp-0001');
    });
  });

  it('gets a link for its calendar, sees it once, and revokes it', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      await page.getByRole('link', { name: 'See your deadlines in your own calendar' }).click();
      await page.setViewportSize(PHONE);
      await press(page, 'Make a link');
      const url = await page.getByLabel('Address of the new link').inputValue();
      expect([await isTooWide(page), await wrongOn(visitor)]).toEqual([false, []]);
      const status = async () => (await fetch(url)).status;
      expect(await status()).toBe(200);
      await page.reload();
      expect(await page.content()).not.toContain('.ics');
      await page.setViewportSize(DESKTOP);
      await press(page, 'Revoke');
      expect(await page.getByRole('alert').textContent()).toContain('The link is revoked');
      expect(await status()).not.toBe(200);
    });
  });

  it('declares the days of a term, in halves, and no more than a year has', async () => {
    await programme.advanceTo('2026-09-03T09:00:00Z');
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      await page.getByRole('link', { name: 'Declare for sp-0001' }).click();
      await page.getByLabel('With other schools').fill('14');
      await press(page, 'Declare');
      await page.getByLabel('For the hub').fill('1.5');
      await press(page, 'Declare');
      expect(await page.locator('.govuk-error-summary__list').textContent()).toContain(
        'Enter fewer days: no more than the year has left',
      );
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByLabel('With other schools').fill('4');
      await press(page, 'Declare');
      expect(await page.getByRole('alert').textContent()).toContain('Autumn term: days declared for sp-0001');
      // 4 × £350 and 1.5 × £200.
      expect(await page.getByRole('region', { name: 'Money' }).textContent()).toContain('£1,700');
    });
  });

  it('declares once for a whole Work Group', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/work-groups');
      await page.getByRole('link', { name: /^Development Work Group/ }).click();
      await press(page, 'Declare for the whole group');
      await typeDay(page, ['1', '9', '2026']);
      await page.getByLabel('Record of the Work Group').check();
      await page.getByLabel('Where is the evidence?').fill('WG-1');
      await press(page, 'Declare for these schools');
      expect(await page.getByRole('alert').textContent()).toContain('Started is declared for 2 schools');
      await open(`${new URL(page.url()).pathname}/declare`);
      expect(await main(page)).toContain('There is no milestone to declare');
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });

  it('withdraws a Specialist for a Specialist’s reasons, and then names another lead for the group', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      const leads = async (lead: string) => {
        await page.getByLabel('Specialist', { exact: true }).selectOption(lead);
        await press(page, 'Change the lead');
        expect(await page.getByRole('alert').textContent()).toContain(`${lead} leads the Work Group now`);
      };
      await open('/work-groups');
      await page.getByRole('link', { name: /^Development Work Group/ }).click();
      await page.getByRole('link', { name: 'Choose another lead' }).click();
      await leads('sp-0001');
      await open('/specialists/sp-0001');
      await page.getByRole('link', { name: 'Withdraw' }).click();
      expect(await page.getByLabel('The school closes').count()).toBe(0);
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByLabel('Left teaching').check();
      await typeDay(page, ['3', '9', '2026']);
      await press(page, 'Withdraw the Specialist');
      expect(await page.getByRole('alert').textContent()).toContain('What was earned stays payable');
      expect(await main(page)).toContain('The Specialist has left');
      await open('/specialists/sp-0001');
      expect(await main(page)).toContain('needs another lead');
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByRole('link', { name: 'Choose another lead' }).click();
      await leads('sp-0002');
      await open('/specialists/sp-0001');
      expect(await page.getByRole('link', { name: 'Choose another lead' }).count()).toBe(0);
    });
  });

  it('decides what comes next for all its schools on one page, as far as it knows', async () => {
    await programme.advanceTo('2026-09-22T09:00:00Z');
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      await page.getByRole('link', { name: 'Decide for all 2 schools on one page' }).click();
      await press(page, 'Save the decisions');
      expect(await page.locator('.govuk-error-summary__list').textContent()).toContain(
        'Choose what comes next for one school at least',
      );
      expect(await wrongOn(visitor)).toEqual([]);
      const schools = page.getByRole('group', { name: /^Sample School/ });
      await schools.nth(0).getByLabel('Pause for a year').check();
      await press(page, 'Save the decisions');
      expect(await page.getByRole('alert').textContent()).toContain('recorded for 1 school');
      expect(await schools.count()).toBe(1);
    });
  });
});
