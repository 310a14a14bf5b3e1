import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { executionOf } from '../../core/execution-name.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { participationIdOf } from '../../core/participation.ts';
import { deps } from '../../functions/support/deps.ts';
import { executionDeps } from '../../functions/support/execution-deps.ts';
import { fetchApi } from '../../web/api.ts';
import { createApp } from '../../web/app.ts';
import { sealerWith } from '../../web/session.ts';
import { developmentForm, key, specialistForm, workGroupForm } from '../support/forms.ts';
import { given } from '../support/money-rows.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';
import { sampleRegisterImport, sampleSchool } from '../support/sample-rows.ts';
import { openBrowser } from './chromium.ts';
import { typeDay } from './hub-lead.ts';
import {
  faultsOf,
  isTooWide,
  type Persona,
  PHONE,
  type Visitor,
  violationsOn,
  visitorOf,
} from './visitor.ts';

/** What only an admin does, on the pages: to look after what runs, and to put right what went wrong. */

const idOf = (urn: string) =>
  participationIdOf(sampleSchool({ urn }).urn, academicYearFrom(2026), 'development');
const [ALDER, ASH] = [idOf('900001'), idOf('900002')];
const TRAINEE = 'sp-0013';
const TRAINING = `${TRAINEE}-2026-27-training-1`;

let programme: Programme;
let browser: Browser;
let hub: Person;
let admin: Person;
let enrolmentId: string;
let alder: string;
beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-07-30T09:00:00Z'), schedules: {} }),
    openBrowser(),
  ]);
  [hub, admin] = await Promise.all([programme.hub('origin'), programme.admin()]);
  enrolmentId = (await hub.post('/enrolments', developmentForm('900001'), key('900001'))).body.id;
  await hub.post('/enrolments', developmentForm('900002'), key('900002'));
  await hub.post('/work-groups', workGroupForm(['900001', '900002']));
  await hub.post('/enrolments', specialistForm('900006'), key('900006'));
  await admin.post(`/asks/${TRAINING}.selection/answer`, { decision: 'accept' });
  alder = (await admin.get('/schools/900001')).body.name;
  await programme.advanceTo('2026-11-02T09:00:00Z');
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

const main = async (page: Page) => (await page.locator('main').textContent())?.replace(/\s+/g, ' ') ?? '';
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const notice = async (page: Page) => (await page.getByRole('alert').textContent())?.replace(/\s+/g, ' ');
const errors = async (page: Page) => page.locator('.govuk-error-summary__list a').allTextContents();

/** What is wrong with the page as it stands, in this state and on a phone. */
async function wrongOn({ page, complaints }: Visitor): Promise<string[]> {
  const found = [...(await faultsOf(page)), ...(await violationsOn(page)), ...complaints()];
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  if (await isTooWide(page)) found.push('too wide for a phone');
  if (before) await page.setViewportSize(before);
  return found;
}

async function as(
  persona: Persona,
  does: (visitor: Visitor) => Promise<void>,
  way: BrowserContextOptions = {},
): Promise<void> {
  const visitor = await visitorOf(programme, browser, persona, way);
  await does(visitor);
  expect(visitor.complaints()).toEqual([]);
  await visitor.leave();
  await programme.host.quiet();
}

describe('an admin', () => {
  it('declares late what a school missed, with a reason, and it becomes payable', async () => {
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open(`/participations/${ALDER}`);
      await page.getByRole('link', { name: 'Declare late what was missed' }).click();
      expect(await main(page)).toContain('Releases £1,000');
      await page.getByLabel('Attendance register').check();
      await press(page, 'Declare late');
      expect(await errors(page)).toEqual([
        'Enter the day on which it happened',
        'Enter where the evidence is found, such as its number or file name',
        'Enter why it is accepted after its time',
      ]);
      expect(await wrongOn(visitor)).toEqual([]);
      await typeDay(page, ['10', '9', '2026']);
      await page.getByLabel('Where is the evidence?').fill('REG-1');
      await page.getByLabel('Why is it accepted').fill('The register was found');
      await press(page, 'Declare late');
      expect(await notice(page)).toContain(`It is declared late for ${alder}`);
      expect(await main(page)).toContain('Started declared late, 10 September 2026');
      await open(`/participations/${ALDER}/declare-late`);
      expect(await main(page)).toContain('Nothing was missed that could be declared late');
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });

  it('is told that a year which was decided cannot be reopened', async () => {
    await as('Programme admin', async (visitor) => {
      await visitor.open(`/participations/${ALDER}/reopen`);
      expect(await main(visitor.page)).toContain('This one did not');
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });

  it('moves a school, and a Specialist, to another hub from a day on', async () => {
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      for (const [at, link] of [
        ['/schools/900001', 'Move this school to another hub'],
        [`/specialists/${TRAINEE}`, 'Have another hub support this Specialist'],
      ] as const) {
        await open(at);
        await page.getByRole('link', { name: link }).click();
        await page.getByLabel('To which hub?').selectOption('turing-nw');
        await typeDay(page, ['1', '1', '2020']);
        await press(page, 'Move to this hub');
        expect(await errors(page)).toEqual([
          'Enter a day after the present hub’s period began, and not in the future',
        ]);
        expect(await wrongOn(visitor)).toEqual([]);
        await typeDay(page, ['2', '11', '2026']);
        await press(page, 'Move to this hub');
        expect(await notice(page)).toContain('It is with Turing NW Maths Hub now');
      }
    });
    expect((await admin.get('/schools/900001')).body.hub).toBe('turing-nw');
    expect((await admin.get(`/specialists/${TRAINEE}`)).body.hub).toBe('turing-nw');
  });

  it('erases a person who has left, once the number is typed, and reads what stays', async () => {
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open(`/specialists/${TRAINEE}`);
      await page.getByRole('link', { name: 'Erase this person' }).click();
      expect(await main(page)).toContain('Nobody who still takes part can be erased');
      expect(await wrongOn(visitor)).toEqual([]);
      await admin.post(`/participations/${TRAINING}/withdrawal`, {
        reason: 'left-teaching',
        effectiveOn: '2026-11-02',
      });
      await page.reload();
      await page.getByLabel(`Type ${TRAINEE} to confirm`).fill('sp-0001');
      await press(page, 'Erase the person');
      expect(await errors(page)).toEqual([`Enter ${TRAINEE} to confirm`]);
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByLabel(`Type ${TRAINEE} to confirm`).fill(TRAINEE);
      await press(page, 'Erase the person');
      expect(await notice(page)).toContain('What was known of the person is erased');
      expect(await page.getByRole('link', { name: 'Erase this person' }).count()).toBe(0);
      await open(`/specialists/${TRAINEE}/erase`);
      expect(await main(page)).toContain('Nothing is left to erase');
    });
  });
});

describe('a hub', () => {
  it('corrects a name and an address, with every mistake on its field', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open(`/participations/${ALDER}`);
      await page.getByRole('link', { name: 'Correct the people named' }).click();
      const head = page.getByRole('group', { name: 'Headteacher' });
      expect(await head.getByLabel('Full name').inputValue()).toBe('Sample Head Quince');
      await head.getByLabel('Email address').fill('nobody');
      const advocate = page.getByRole('group', { name: 'Mastery Advocate 2' });
      await advocate.getByLabel('Email address').fill('rowan@people.example');
      await press(page, 'Save the corrections');
      expect(await errors(page)).toEqual([
        'Enter the email address of the headteacher like name@school.example',
      ]);
      expect(await advocate.getByLabel('Email address').inputValue()).toBe('rowan@people.example');
      await head.getByLabel('Email address').fill('new-head@people.example');
      await press(page, 'Save the corrections');
      expect(await errors(page)).toEqual(['Name two different people: this email address is entered twice']);
      expect(await wrongOn(visitor)).toEqual([]);
      await advocate.getByLabel('Email address').fill('sorrel@people.example');
      await press(page, 'Save the corrections');
      expect(await notice(page)).toContain('The people are corrected');
      expect(page.url()).not.toContain('people.example');
    });
    const { form } = (await hub.get(`/enrolments/${enrolmentId}`)).body;
    expect(form.headteacher.email).toBe('new-head@people.example');
  });

  it('reads its own audit log, and of another’s nothing', async () => {
    await as('Origin Maths Hub', async (visitor) => {
      const { page, open } = visitor;
      await open(`/participations/${ALDER}`);
      await page.getByRole('link', { name: 'Audit log' }).click();
      expect(await main(page)).toContain(`Everything about ${ALDER}`);
      expect(await page.getByRole('row').allTextContents()).toContainEqual(
        expect.stringMatching(/The people named were corrected.*You/s),
      );
      expect(await page.getByLabel('Hub', { exact: true }).count()).toBe(0);
      expect(await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).count()).toBe(0);
      expect(await wrongOn(visitor)).toEqual([]);
    });
    await as('Turing NW Maths Hub', async ({ page, open }) => {
      await open(`/audit-log?subject=${ASH}`);
      expect(await main(page)).toContain('Nothing that matches is recorded');
    });
  });
});

describe('the audit log', () => {
  it('is a day’s events, filtered, from day to day, each leading to what it is about', async () => {
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open('/');
      await page.getByRole('link', { name: 'Audit log' }).click();
      expect(await main(page)).toContain('2 November 2026');
      await page.getByLabel('What').selectOption({ label: 'What was known of the person was erased' });
      await press(page, 'Show');
      const rows = page.locator('tbody tr');
      expect(await rows.count()).toBe(1);
      expect(await rows.first().textContent()).toMatch(new RegExp(`${TRAINEE}.*You`, 's'));
      expect(await wrongOn(visitor)).toEqual([]);
      await page.getByRole('link', { name: /Day before/ }).click();
      expect(await main(page)).toContain('1 November 2026');
      await typeDay(page, ['31', '2', '2026']);
      await page.getByLabel('About').fill('somebody');
      await press(page, 'Show');
      expect(await errors(page)).toEqual([
        'Enter a real date, for example 27 9 2026',
        expect.stringMatching(/^Enter a reference, such as/),
      ]);
      expect(await wrongOn(visitor)).toEqual([]);
      await open(`/audit-log?subject=${TRAINEE}`);
      await page.getByRole('link', { name: TRAINEE }).first().click();
      expect(page.url()).toMatch(new RegExp(`/specialists/${TRAINEE}$`));
    });
  });
});

describe('what runs', () => {
  it('is found by a school’s name and by its hub, and shows no token', async () => {
    const html: string[] = [];
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open('/workflows');
      await page.getByLabel('Search').fill(alder.toLowerCase());
      await press(page, 'Show');
      expect(await page.locator('tbody th a').allTextContents()).toEqual([`${ALDER}-placement`, ALDER]);
      expect(await page.locator('tbody th').first().textContent()).toContain(alder);
      expect(await wrongOn(visitor)).toEqual([]);
      await open('/workflows?hub=solent');
      expect(await main(page)).toContain('No workflow matches');
      await page.getByRole('link', { name: 'Workflows that failed' }).click();
      expect(await main(page)).toContain('No workflow has failed.');
      await open(`/workflows/${ALDER}`);
      html.push(await page.content());
      expect(await page.getByRole('link', { name: /AWS console/ }).count()).toBe(0);
      await page.getByRole('link', { name: 'Restart this workflow' }).click();
      expect(await main(page)).toMatch(/Kept as answered ?Declare the start/);
      expect(await wrongOn(visitor)).toEqual([]);
    });
    const tokens = (await deps().asksOf(ALDER)).flatMap(({ doorbell }) => doorbell?.token ?? []);
    expect(tokens.length).toBeGreaterThan(0);
    for (const token of tokens) expect(html.join('')).not.toContain(token);
    expect(html.join('')).not.toMatch(/"[Tt]oken"|&quot;token/);
  });

  it('has a link to AWS’s console where there is one', async () => {
    const { body } = await programme.call(
      'POST',
      '/local/token',
      JSON.stringify({ role: 'admin', user: 'z' }),
    );
    const secret = 'a secret of this test';
    const app = createApp({
      callApi: fetchApi(() => programme.host.address),
      secret,
      signIn: { afterSignOut: '/', mount() {} },
      now: () => instantOf(programme.host.clock.now()),
      newId: () => 'an-id-of-this-test',
      onDefect() {},
      console: 'https://eu-west-2.console.aws.amazon.com/states/home?region=eu-west-2',
    });
    const session = { role: 'admin', actor: 'z', name: 'Admin', token: body.token, csrf: 'c'.repeat(16) };
    const cookie = `session=${await sealerWith(secret).seal('session', session, '1m')}`;
    const page = await (await app.request(`/workflows/${ALDER}`, { headers: { cookie } })).text();
    const { arn, machineArn } = (await admin.get(`/executions/${ALDER}`)).body;
    const at = 'https://eu-west-2.console.aws.amazon.com/states/home?region=eu-west-2#';
    expect(page).toContain(`href="${at}/v2/executions/details/${encodeURIComponent(arn)}"`);
    expect(page).toContain(`href="${at}/statemachines/view/${encodeURIComponent(machineArn)}"`);
  });

  it('and does not go on is nudged, and then goes on', async () => {
    const { machine, name } = executionOf('year', ASH, 1);
    await executionDeps().stopExecution(machine, name, 'by hand');
    await programme.advanceTo('2026-11-02T11:00:00Z');
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open('/workflows');
      await page.getByRole('link', { name: 'Stuck work' }).click();
      expect(await main(page)).toContain('Its workflow failed, and nobody has restarted it');
      expect(await page.getByRole('link', { name: 'See why' }).count()).toBe(1);
      expect(await wrongOn(visitor)).toEqual([]);
      await press(page, `Nudge ${ASH}`);
      expect(await notice(page)).toContain(`${ASH} is nudged, and goes on`);
      expect(await main(page)).toContain('Nothing is stuck.');
      expect(await wrongOn(visitor)).toEqual([]);
    });
    expect(await programme.executions('school-year')).toContain(`${ASH}-r2 RUNNING`);
  });

  it('is found, looked into and restarted on a phone without JavaScript', async () => {
    const walk = async ({ page, open }: Visitor) => {
      await open('/workflows');
      await page.getByLabel('Search').fill('900002');
      await press(page, 'Show');
      await page.getByRole('link', { name: `${ASH}-r2` }).click();
      expect(await main(page)).toContain('AwaitDeclaration');
      await page.getByRole('link', { name: 'Restart this workflow' }).click();
      expect(await main(page)).toContain('nothing is asked or paid twice');
      await press(page, 'Restart');
      expect(await notice(page)).toContain('The workflow is started again');
    };
    await as('Programme admin', walk, { viewport: PHONE, javaScriptEnabled: false });
    expect(await programme.executions('school-year')).toContain(`${ASH}-r3 RUNNING`);
  });
});

describe('a workflow that Step Functions keeps no longer', () => {
  it('is named without a link, and its old address says why nothing is there', async () => {
    await programme.advanceTo('2027-01-31T09:00:00Z');
    await as('Programme admin', async ({ page, open }) => {
      await open(`/participations/${ALDER}`);
      expect(await main(page)).toContain(`${ALDER}-placement: no longer kept`);
      expect(await page.getByRole('link', { name: ALDER, exact: true }).count()).toBe(1);
      expect(await open(`/workflows/${ALDER}-placement`)).toBe(404);
      expect(await main(page)).toContain('A workflow that ended can be seen for 90 days');
    });
  });
});

describe('a form that was refused', () => {
  it('says why in words, the last one first, with its school by name', async () => {
    const early = { ...specialistForm('900007').teacher, yearsTeaching: 1 };
    for (const form of [
      developmentForm('900011', { academicYear: '2027-28' }),
      specialistForm('900007', { academicYear: '2027-28', teacher: early }),
    ]) {
      expect((await hub.post('/enrolments', form, key(`refused-${form.urn}`))).status).toBe(422);
    }
    await as('Programme admin', async (visitor) => {
      await visitor.open('/refused-attempts');
      const rows = visitor.page.locator('tbody tr');
      expect(await rows.nth(0).textContent()).toMatch(/900007.*Teacher, years of teaching: /s);
      expect(await rows.nth(1).textContent()).toMatch(/Sample School \w+900011The school is closed/);
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });
});

describe('a reading of the register', () => {
  it('is told in numbers, and where rows were refused', async () => {
    await as('Programme admin', async (visitor) => {
      const { page, open } = visitor;
      await open('/register-imports');
      expect(await main(page)).toContain('No import is recorded yet');
      await given(programme, [sampleRegisterImport()]);
      await page.reload();
      await page.getByRole('link', { name: /2 September 2026/ }).click();
      expect(await main(page)).toContain('60 of the schools read may take part');
      expect(await main(page)).toMatch(/17 ?URN/);
      expect(await wrongOn(visitor)).toEqual([]);
    });
  });
});

describe('on paper', () => {
  it.each([
    ['a school’s year', () => `/participations/${ALDER}`],
    ['a school', () => '/schools/900001'],
    ['a Specialist', () => `/specialists/${TRAINEE}`],
  ])('%s stands without what can only be pressed', async (_, path) => {
    await as('Programme admin', async ({ page, open }) => {
      await open(path());
      expect(await page.getByRole('button', { name: 'Print this page' }).isVisible()).toBe(true);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
      const pressed = page.locator(
        'nav, button, .app-local-bar, .govuk-button, .govuk-footer, .govuk-skip-link',
      );
      expect((await pressed.all()).length).toBeGreaterThan(3);
      for (const each of await pressed.all()) expect(await each.isVisible()).toBe(false);
    });
  });
});
