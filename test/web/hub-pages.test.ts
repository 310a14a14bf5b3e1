import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { developmentForm, key } from '../support/forms.ts';
import { given } from '../support/money-rows.ts';
import { type Programme, startProgramme } from '../support/programme.ts';
import { sampleAsk, sampleParticipation, sampleSchool, sampleSpecialist } from '../support/sample-rows.ts';
import { openBrowser } from './chromium.ts';
import { beginToEnrol, continues, nameThePeople } from './hub-lead.ts';
import { type Visitor, violationsOn, visitorOf } from './visitor.ts';

/** What a hub’s pages do beside the way through them: look-up while typing, drafts, calendar links, who is told what. */

/** Markup in the name of a school, as a register that was tampered with could bring it. */
const HOSTILE = 'Sample <img src=x onerror="document.title=1"> Hostile';

let programme: Programme;
let browser: Browser;
let lead: Visitor;

beforeAll(async () => {
  [programme, browser] = await Promise.all([
    startProgramme({ now: toInstant('2026-07-20T09:00:00Z'), schedules: {} }),
    openBrowser(),
  ]);
  await given(programme, [
    sampleSchool({ urn: '920001', name: HOSTILE }),
    ...Array.from({ length: 12 }, (_, index) =>
      sampleSpecialist({
        id: `sp-01${String(index).padStart(2, '0')}`,
        accredited: true,
        accreditedOn: '2025-07-11',
      }),
    ),
  ]);
  lead = await visitorOf(programme, browser, 'Origin Maths Hub');
});
afterAll(async () => {
  await browser?.close();
  await programme?.stop();
});

const main = async () => (await lead.page.locator('main').textContent())?.replace(/\s+/g, ' ') ?? '';

describe('the search for a school', () => {
  const suggested = async (query: string) => {
    const address = `${programme.host.address}/schools/suggestions?query=${encodeURIComponent(query)}`;
    return (await lead.page.request.get(address)).json();
  };

  it('suggests ten schools at most, and none for one or two letters', async () => {
    expect((await suggested('sample')).length).toBe(10);
    expect(await suggested('sa')).toEqual([]);
    expect(await suggested('ZZ1 2ZZ')).toEqual([
      { text: 'Sample School Ash, ZZ1 2ZZ', value: 'Sample School Ash (900002)', href: '/schools/900002' },
    ]);
  });

  it('asks once somebody pauses, and sends what was typed where nothing is chosen', async () => {
    const { page, open } = lead;
    await open('/schools');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('suggestions')) asked.push(new URL(request.url()).search);
    });
    await page.getByLabel('Name, postcode or URN').pressSequentially('school al');
    await page.getByRole('option', { name: 'Sample School Alder' }).waitFor();
    expect(asked.at(-1)).toBe('?query=school+al');
    expect(asked.length).toBeLessThan(4);
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Schools found for “school al”' }).waitFor();
  });

  it('shows a name as it is written, whatever it says', async () => {
    const { page, open, complaints } = lead;
    await open('/schools');
    await page.getByLabel('Name, postcode or URN').fill('hostile');
    await page.getByRole('option', { name: HOSTILE }).waitFor();
    expect([await page.title(), complaints()]).toEqual(['Find a school – Mastery Pathways', []]);
  });

  it('fills in a school’s URN where one is asked for', async () => {
    const { page, open, complaints } = lead;
    await open('/specialists/sp-0001/school');
    await page.getByRole('combobox', { name: 'New school' }).fill('sample school ash');
    await page.getByRole('option', { name: 'Sample School Ash' }).click();
    expect(await page.getByRole('combobox', { name: 'New school' }).inputValue()).toBe(
      'Sample School Ash (900002)',
    );
    await page.getByRole('button', { name: 'Move the Specialist' }).click();
    await page.locator('.govuk-error-summary').waitFor();
    const wrong = await page.locator('.govuk-error-summary').textContent();
    expect(wrong).toContain('Enter the day from which');
    expect(wrong).not.toContain('URN');
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints()).toEqual([]);
  });
});

describe('a long list of Specialists', () => {
  it('is searched by typing, and what is chosen is sent', async () => {
    const hub = await programme.hub('origin');
    await Promise.all(
      ['900001', '900002'].map((urn) => hub.post('/enrolments', developmentForm(urn), key(urn))),
    );
    const { page, open, complaints } = lead;
    await open('/work-groups/form');
    const field = page.getByRole('combobox', { name: 'Which Specialist leads it?' });
    await field.fill('sp-0002');
    await page.getByRole('option', { name: 'sp-0002' }).click();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Form the Work Group' }).click();
    await page.getByRole('alert').waitFor();
    expect(await main()).toContain('sp-0002, since 20 July 2026');
    expect(complaints()).toEqual([]);
  });
});

describe('a Work Group that a school has left', () => {
  it('offers its place on the first page, to whoever waits, and tells who left and who joined', async () => {
    const hub = await programme.hub('origin');
    await hub.post('/participations/900002-2026-27-development/withdrawal', {
      reason: 'staffing',
      effectiveOn: '2026-07-20',
    });
    const { page, open } = lead;
    await open('/');
    expect(await main()).toContain('Development Work Group of Sample School Alder, 2026-27: add a school');
    await page.getByRole('link', { name: 'add a school' }).click();
    expect(await main()).toContain('No school waits that fits into this Work Group.');
    await hub.post('/enrolments', developmentForm('900003'), key('900003'));
    await open('/work-groups/form');
    await page.getByRole('link', { name: 'Add a school to the Development Work Group' }).click();
    await page.getByRole('button', { name: 'Add the school' }).click();
    expect(await page.locator('.govuk-error-summary').textContent()).toContain(
      'Choose the school that joins',
    );
    await page.locator('input[name=urn]').check();
    await page.getByRole('button', { name: 'Add the school' }).click();
    await page.getByRole('alert').waitFor();
    const said = await main();
    expect(said).toContain('Sample School Ash left');
    expect(said).not.toContain('Add a school');
    await open('/');
    expect(await main()).not.toContain('free place');
  });
});

describe('a deadline that was missed', () => {
  it('stays on the first page for three months, and says there and with the year what can be done', async () => {
    const year = '900009-2025-26-embedding';
    const who = { urn: '900009', participationId: year, schoolName: 'Sample School Yew' };
    const closed = { ...who, hub: 'origin', status: 'expired', closesAt: '2026-07-10T16:00:00.000Z' };
    const opensAt = '2026-05-31T23:00:00.000Z';
    await given(programme, [
      sampleParticipation({
        ...{
          id: year,
          urn: who.urn,
          schoolName: who.schoolName,
          academicYear: '2025-26',
          stage: 'embedding',
        },
        ...{
          status: 'closed',
          outcome: 'undecided',
          yearDue: true,
          policyVersion: 1,
          enrolledOn: '2025-03-03',
        },
        milestones: [{ milestone: 'completed', instalment: 0, status: 'missed' }],
      }),
      sampleAsk({ ...closed, opensAt, id: `${year}.progression`, kind: 'progression', milestone: undefined }),
      sampleAsk({ ...closed, opensAt, id: `${year}.declaration-completed`, milestone: 'completed' }),
    ]);
    await lead.open('/');
    const said = await main();
    expect(said).toContain('Missed in the last 90 days');
    expect(said).toContain('Declare the completion, until 10 July 2026');
    expect(said).toContain('A programme admin can reopen the year.');
    await lead.open(`/participations/${year}`);
    expect(await main()).toContain('Ask the programme’s admins to reopen the year');
    expect(await main()).toContain('A programme admin can still declare it, with a reason.');
  });
});

describe('an enrolment that is begun', () => {
  it('is found again on the first page, goes on where it was left, and can be discarded', async () => {
    const { page, open } = lead;
    await beginToEnrol(page, 'Sample School Bay');
    await page.getByLabel('Development').check();
    await continues(page);
    await nameThePeople(page);
    await continues(page);
    await page.locator('h1', { hasText: 'work on' }).waitFor();
    await open('/');
    expect(await main()).toContain('Enrolments that you have begun');
    await page.getByRole('link', { name: 'Continue with Sample School Bay, Development' }).click();
    await page.locator('h1', { hasText: 'What will Sample School Bay work on?' }).waitFor();
    await beginToEnrol(page, 'Sample School Bay');
    await page.locator('h1', { hasText: 'What will Sample School Bay work on?' }).waitFor();
    await open('/');
    await page.getByRole('button', { name: 'Discard Sample School Bay' }).click();
    await page.getByRole('alert').waitFor();
    expect(await main()).not.toContain('Enrolments that you have begun');
  });

  it('is on nobody else’s first page, and on nobody’s once it is sent', async () => {
    const { page, open } = lead;
    await beginToEnrol(page, 'Sample School Beech');
    const draft = page.url();
    await open('/sign-in');
    await page.getByLabel('Turing NW Maths Hub').check();
    await continues(page);
    await page.locator('h1', { hasText: 'What needs doing' }).waitFor();
    expect(await main()).not.toContain('Beech');
    await open('/sign-in');
    await page.getByLabel('Origin Maths Hub').check();
    await continues(page);
    await page.locator('h1', { hasText: 'What needs doing' }).waitFor();
    expect(await main()).toContain('Sample School Beech');
    await page.goto(draft);
    await page.getByLabel('Years 7–11 Coherence').check();
    await continues(page);
    await page.getByRole('group', { name: 'Headteacher' }).getByLabel('Full name').fill('Sample Head');
    await page.getByRole('group', { name: 'Headteacher' }).getByLabel('Email').fill('head@people.example');
    const first = page.getByRole('group', { name: 'Teacher 1' });
    await first.getByLabel('Full name').fill('Sample Teacher');
    await first.getByLabel('Email').fill('teacher@people.example');
    await first.getByLabel('Teacher', { exact: true }).check();
    await first.getByLabel('Years of teaching').fill('3');
    await continues(page);
    await page.getByRole('button', { name: 'Confirm and enrol' }).click();
    await page.locator('h1', { hasText: 'Sample School Beech is enrolled' }).waitFor();
    await open('/');
    expect(await main()).not.toContain('Enrolments that you have begun');
  });
});

describe('a school’s page', () => {
  it('says why it cannot be enrolled and what would help', async () => {
    await lead.open('/schools/900011');
    expect(await main()).toContain('If another school took its place, look for that one by its name.');
    expect(await main()).toContain('There is nothing that this school can join now.');
    await lead.open('/schools/900030');
    expect(await main()).toContain('ask the programme’s admins to move it to your hub');
  });

  it('tells who acts next, its years, and everything that happened to it', async () => {
    await lead.open('/schools/900001');
    const said = await main();
    expect(said).toContain('2026-27, Development. Who acts next: Nobody for now');
    expect(said).toContain('Origin Maths Hub');
    expect(said).toContain('Took a place in a Work Group');
  });
});

describe('a calendar link', () => {
  it('is shown once, and taken back', async () => {
    const { page, open } = lead;
    await open('/calendar-links');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('alert').waitFor();
    const address = await page.getByLabel('Address of the new link').inputValue();
    expect((await page.request.get(address)).status()).toBe(200);
    await page.reload();
    expect(await page.getByLabel('Address of the new link').count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alert').waitFor();
    expect((await page.request.get(address)).status()).toBe(404);
  });
});
