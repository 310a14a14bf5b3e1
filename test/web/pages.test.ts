import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { addressOf, PAGES, type PageName, type PageRoute } from '../../web/routes.ts';
import type { Role } from '../../workflows/routes.ts';
import {
  declaration,
  developmentForm,
  key,
  preparatoryForm,
  specialistForm,
  workGroupForm,
} from '../support/forms.ts';
import { claimOf, given, paidClaimOf, statementOf } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { sampleAsk, sampleRegisterImport } from '../support/sample-rows.ts';
import { openBrowser } from './chromium.ts';
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

/**
 * Every page of the route map, as everybody who may see it, in a real browser: a programme with one school waiting,
 * two whose year has begun, one declared, and a teacher who trains as a Specialist.
 */

const PERSONAS: Readonly<Record<Role, Persona>> = {
  hub: 'Origin Maths Hub',
  finance: 'Finance',
  admin: 'Programme admin',
};
const ROLES = ['hub', 'finance', 'admin'] as const;
const ALDER = '900001-2026-27-development';
const ASH = '900002-2026-27-development';
const TRAINEE = 'sp-0013';
const TRAINING = `${TRAINEE}-2026-27-training-1`;
const PAID = '900003-2026-27-development.started';
const AUGUST = { month: '2026-08', hub: 'origin' };
const PAYMENT_FILE = `pf-${'0'.repeat(32)}`;

/** August's statement, waiting to be approved; a claim paid before it, of which a part may be recovered; and the file that paid it. */
const MONEY = [
  ...statementOf('open', [claimOf('900004'), 5_000], { id: 'statement-2026-08-origin', month: '2026-08' }),
  paidClaimOf('900003', {
    clawback: {
      status: 'proposed',
      amount: 25_000,
      reason: 'Sample reason',
      proposedBy: 'finance.g',
      proposedAt: '2026-09-01T09:00:00.000Z',
    },
  }),
  {
    type: 'payment-file',
    version: 1,
    id: PAYMENT_FILE,
    status: 'applied',
    lines: 1,
    total: 100_000,
    chunks: 1,
    applied: 1,
    uploadedAt: '2026-08-25T09:00:00.000Z',
    uploadedBy: 'finance.f',
  },
];

/** A declaration that nobody made in time, and a reading of the register. */
const MISSED = '900003-2026-27-development';
const READING = sampleRegisterImport();
const RECORDS = [
  sampleAsk({
    id: `${MISSED}.declaration-started`,
    participationId: MISSED,
    urn: '900003',
    status: 'expired',
  }),
  READING,
];

let programme: Programme;
let browser: Browser;
let visitors: Readonly<Record<Role, Visitor>>;
let enrolmentId: string;
let workGroupId: string;
let draft: string;
let application: string;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-07-30T09:00:00Z') }),
    openBrowser(),
  ]);
  const hub = await programme.hub('origin');
  const enrolments = await Promise.all(
    ['900001', '900002', '900003', '900008'].map((urn) =>
      hub.post('/enrolments', developmentForm(urn), key(urn)),
    ),
  );
  enrolmentId = enrolments[0]?.body.id;
  await hub.post('/enrolments', preparatoryForm('900004'), key('900004'));
  workGroupId = (await hub.post('/work-groups', workGroupForm(['900001', '900002']))).body.id;
  await hub.post('/enrolments', specialistForm('900006'), key('900006'));
  const admin = await programme.admin();
  await admin.post(`/asks/${TRAINING}.selection/answer`, { decision: 'accept' });
  const signedIn = async (role: Role) => visitorOf(programme, browser, PERSONAS[role]);
  visitors = {
    hub: await signedIn('hub'),
    finance: await signedIn('finance'),
    admin: await signedIn('admin'),
  };
  // While Specialists are still selected.
  application = await beginApplication(visitors.hub);
  await programme.advanceTo('2026-09-02T09:00:00Z');
  await hub.post(`/asks/${ALDER}.declaration-started/answer`, declaration('2026-09-01'));
  await hub.post(`/work-groups/${workGroupId}/sessions`, {
    heldOn: '2026-09-02',
    type: 'meeting',
    attended: ['900001', '900002'],
  });
  await programme.host.quiet();
  await given(programme, [...MONEY, ...RECORDS]);
  await hub.post('/enrolments', developmentForm('900999'), key('900999'));
  const policy = (await admin.get('/policies/2027-28')).body;
  await admin.post('/policies', { ...policy, type: 'policy', version: 2 });
  draft = await beginEnrolment(visitors.hub);
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
    await person.getByLabel('E-mail address').fill(`${who.replaceAll(' ', '-')}@people.example`);
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

/** Something for each page to show. The compiler asks for a line for every page that there is. */
const SHOWN: Readonly<Record<PageName, () => Readonly<Record<string, string>>>> = {
  home: () => ({}),
  schools: () => ({}),
  'school-suggestions': () => ({}),
  school: () => ({ urn: '900001' }),
  'begin-enrolment': () => ({ urn: '900005' }),
  'enrol-stage': () => ({ draft }),
  'enrol-people': () => ({ draft }),
  'enrol-activities': () => ({ draft }),
  'enrol-teacher': () => ({ draft: application }),
  'discard-enrolment': () => ({ draft }),
  'enrol-check': () => ({ draft }),
  enrolled: () => ({ id: enrolmentId }),
  participations: () => ({}),
  participation: () => ({ id: ALDER }),
  specialists: () => ({}),
  specialist: () => ({ id: TRAINEE }),
  'change-specialist-school': () => ({ id: TRAINEE }),
  'defer-training': () => ({ id: TRAINING }),
  withdraw: () => ({ id: ASH }),
  restart: () => ({ id: ASH }),
  progression: () => ({}),
  'calendar-links': () => ({}),
  ask: () => ({ id: `${ASH}.declaration-started` }),
  'work-groups': () => ({}),
  'form-work-group': () => ({}),
  'work-group': () => ({ id: workGroupId }),
  'declare-for-group': () => ({ id: workGroupId }),
  'change-lead': () => ({ id: workGroupId }),
  'record-session': () => ({ id: workGroupId }),
  funding: () => ({}),
  statements: () => ({}),
  statement: () => AUGUST,
  'statement-file': () => AUGUST,
  'approve-statement': () => AUGUST,
  'adjust-statement': () => AUGUST,
  'restart-statement': () => AUGUST,
  claims: () => ({}),
  claim: () => ({ id: PAID }),
  'hold-claim': () => ({ id: `${ALDER}.started` }),
  'release-claim': () => ({ id: `${ALDER}.started` }),
  'cancel-claim': () => ({ id: `${ALDER}.started` }),
  'propose-clawback': () => ({ id: PAID }),
  'decide-clawback': () => ({ id: PAID }),
  payments: () => ({}),
  'payment-file': () => ({ id: PAYMENT_FILE }),
  'assurance-sample': () => ({}),
  'assurance-sample-file': () => ({}),
  'funding-events': () => ({}),
  policies: () => ({}),
  policy: () => ({ year: '2026-27' }),
  'propose-policy': () => ({ year: '2026-27' }),
  'policy-version': () => ({ year: '2027-28', version: '2' }),
  'refused-attempts': () => ({}),
  'audit-log': () => ({}),
  'change-hub': () => ({ urn: '900001' }),
  'change-specialist-hub': () => ({ id: TRAINEE }),
  'correct-contacts': () => ({ id: enrolmentId }),
  'declare-late': () => ({ id: MISSED }),
  'erase-specialist': () => ({ id: 'sp-0002' }),
  'register-import': () => ({ id: READING.id }),
  'register-imports': () => ({}),
  'reopen-year': () => ({ id: ASH }),
  'stuck-work': () => ({}),
  workflows: () => ({}),
  workflow: () => ({ name: ALDER }),
};

const routes: readonly (readonly [PageName, PageRoute])[] = Object.keys(PAGES).map((name) => {
  const page = name as PageName;
  return [page, PAGES[page]];
});
const seen = routes.flatMap(([name, { roles, actsOnly, isFile, isData }]) =>
  actsOnly || isFile || isData ? [] : roles.map((role) => [name, role] as const),
);
const unseen = routes.flatMap(([name, { roles }]) =>
  ROLES.filter((role) => !roles.includes(role)).map((role) => [name, role] as const),
);

describe('every page', () => {
  it.each(seen)('%s, as %s: stands as it should, for every eye and every screen', async (name, role) => {
    const { page, open, complaints } = visitors[role];
    await page.setViewportSize(DESKTOP);
    const status = await open(addressOf(name, SHOWN[name]()));
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

  it.each(unseen)('%s is not for %s, who is told so or led to where they begin', async (name, role) => {
    const { page, open } = visitors[role];
    const status = await open(addressOf(name, SHOWN[name]()));
    if (name === 'home') expect(page.url()).toBe(`${programme.host.address}/funding`);
    else expect([status, await faultsOf(page)]).toEqual([403, []]);
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
    await open(`${addressOf(name, SHOWN[name]())}${query}`);
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
