import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import type { Role } from '../../workflows/routes.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { openBrowser } from './chromium.ts';
import { type PageWorld, pageWorld, ROUTES, WORLD_BEGINS } from './page-world.ts';
import {
  DESKTOP,
  emptyForm,
  faultsOf,
  isTooWide,
  type Persona,
  PHONE,
  type Visitor,
  violationsOn,
  visitorOf,
} from './visitor.ts';

/** Every page of the route map, as everybody who may see it, in a real browser, with something for each to show. */

const PERSONAS: Readonly<Record<Role, Persona>> = {
  hub: 'Origin Maths Hub',
  finance: 'Finance',
  admin: 'Programme admin',
};

let programme: Programme;
let browser: Browser;
let visitors: Readonly<Record<Role, Visitor>>;
let world: PageWorld;

beforeAll(async () => {
  [programme, browser] = await Promise.all([startProgramme({ now: toInstant(WORLD_BEGINS) }), openBrowser()]);
  const signedIn = async (role: Role) => visitorOf(programme, browser, PERSONAS[role]);
  visitors = {
    hub: await signedIn('hub'),
    finance: await signedIn('finance'),
    admin: await signedIn('admin'),
  };
  world = await pageWorld(programme, {
    application: () => beginApplication(visitors.hub),
    enrolment: () => beginEnrolment(visitors.hub),
  });
});

afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

/** A form that is filled in up to its last page; every page of it can be looked at. */
async function beginEnrolment({ page, open }: Visitor): Promise<string> {
  await open('/schools/900005');
  await page.getByRole('button', { name: 'Enrol this school' }).click();
  await page.getByLabel('Development').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  for (const who of ['Headteacher', 'Mastery Advocate 1', 'Mastery Advocate 2']) {
    const person = page.getByRole('group', { name: who });
    await person.getByLabel('Full name').fill(`Sample ${who}`);
    await person.getByLabel('Email address').fill(`${who.replaceAll(' ', '-')}@people.example`);
    if (who === 'Headteacher') continue;
    await person.getByLabel('Teacher', { exact: true }).check();
    await person.getByLabel('Years of teaching').fill('5');
  }
  await page.getByLabel('The school agrees to release').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  return page.url().split('/').at(-2) ?? '';
}

/** An application that is begun. */
async function beginApplication({ page, open }: Visitor): Promise<string> {
  await open('/schools/900007');
  await page.getByRole('button', { name: 'Enrol a teacher as a Specialist' }).click();
  return page.url().split('/').at(-2) ?? '';
}

const seen = ROUTES.flatMap(([name, { roles, actsOnly, isFile, isData }]) =>
  actsOnly || isFile || isData ? [] : roles.map((role) => [name, role] as const),
);
describe('every page', () => {
  it.each(seen)('%s, as %s: stands as it should, for every eye and every screen', async (name, role) => {
    const { page, open, complaints } = visitors[role];
    await page.setViewportSize(DESKTOP);
    const status = await open(world.addressOf(name));
    expect({ status, faults: await faultsOf(page), violations: await violationsOn(page) }).toEqual({
      status: 200,
      faults: [],
      violations: [],
    });
    await page.setViewportSize(PHONE);
    expect({ tooWide: await isTooWide(page), complaints: complaints() }).toEqual({
      tooWide: false,
      complaints: [],
    });
  });

  // That every other page refuses whom it is not for, hostile-input.test.ts rules.
  it('is not for everybody, who is told so or led to where they begin', async () => {
    const { page, open } = visitors.finance;
    await open(world.addressOf('home'));
    expect(page.url()).toBe(`${programme.host.address}/funding`);
    expect([await open(world.addressOf('workflows')), await faultsOf(page)]).toEqual([403, []]);
  });
});

describe('a form sent empty', () => {
  const MONEY_FORMS = [
    ['hold-claim', 'Hold the claim', 'finance'],
    ['cancel-claim', 'Cancel the claim for good', 'finance'],
    ['propose-clawback', 'Propose it', 'finance'],
    ['decide-clawback', 'Save the decision', 'finance'],
    ['adjust-statement', 'Add the line', 'finance'],
    ['payments', 'Check the file', 'finance'],
    ['assurance-sample', 'Draw and download', 'finance'],
    ['policy-version', 'Save the decision', 'admin'],
  ] as const;
  const ADMIN_FORMS = [
    ['declare-late', 'Declare late', 'admin'],
    ['change-hub', 'Move to this hub', 'admin'],
    ['change-specialist-hub', 'Move to this hub', 'admin'],
    ['erase-specialist', 'Erase the person', 'admin'],
    ['correct-contacts', 'Save the corrections', 'hub'],
  ] as const;
  const FORMS = [
    ['enrol-people', 'Continue', ''],
    ['enrol-teacher', 'Continue', ''],
    ['change-specialist-school', 'Move the Specialist', ''],
    ['declare-for-group', 'Declare for these schools', ''],
    ['change-lead', 'Change the lead', ''],
    ['ask', 'Declare', ''],
    ['withdraw', 'Withdraw the school', ''],
    ['record-session', 'Record it', ''],
    ['form-work-group', 'Form the Work Group', '?for=2026-27.development'],
  ] as const;

  it.each([
    ...FORMS.map(([name, button, query]) => [name, button, 'hub', query] as const),
    ...MONEY_FORMS,
    ...ADMIN_FORMS,
  ])('%s says what to do, in a summary that leads to each field', async (name, button, role, query = '') => {
    const { page, open, complaints } = visitors[role];
    await page.setViewportSize(DESKTOP);
    await open(`${world.addressOf(name)}${query}`);
    await emptyForm(page);
    await page.getByRole('button', { name: button }).click();
    expect(await page.title()).toMatch(/^Error: /);
    const links = await page.locator('.govuk-error-summary__list a').allTextContents();
    expect(links.length).toBeGreaterThan(0);
    expect(await page.locator('.govuk-error-summary__list li:not(:has(a))').allTextContents()).toEqual([]);
    for (const sentence of links) expect(sentence).toMatch(/^(Enter|Choose|Confirm|Tick|Fill)/);
    expect([await faultsOf(page), await violationsOn(page), complaints()]).toEqual([[], [], []]);
  });
});
