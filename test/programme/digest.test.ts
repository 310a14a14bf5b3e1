import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { composeAnew } from '../../functions/support/composition.ts';
import { SCHEDULES } from '../../workflows/wiring.ts';
import { expectNobodyIn } from '../support/court.ts';
import { declaration, developmentForm, key, specialistForm } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';

const run = async (time: string): Promise<unknown> => {
  const { handler } = await import('../../functions/jobs/digest.ts');
  const job: (event: unknown, context: unknown) => Promise<unknown> = handler as never;
  return job({ time }, {});
};

describe('a hub’s year in its mailbox', () => {
  let programme: Programme;
  let origin: Person;
  beforeAll(async () => {
    // The nights that matter to a mailbox.
    const { digest, 'offer-leading': offer } = SCHEDULES;
    programme = await startProgramme({ schedules: { digest, 'offer-leading': offer } });
    origin = await programme.hub('origin');
  });
  afterAll(() => programme.stop());

  const days = async (to: string) =>
    (await programme.mails()).filter((mail) => mail.to === to).map(({ reference }) => reference.slice(-10));
  const mailOf = async (reference: string) =>
    (await programme.mails()).find((mail) => mail.reference === reference);

  it('says nothing while nothing is asked', async () => {
    await programme.advanceTo('2026-03-10T09:00:00Z');
    expect(await programme.mails()).toEqual([]);
  });

  it('says on the next morning that placements are asked for, to the hub’s own mailbox', async () => {
    for (const urn of ['900001', '900002']) {
      await origin.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
    }
    await origin.post('/enrolments', specialistForm('900003'), key('apply'));
    await programme.advanceTo('2026-03-14T09:00:00Z');
    const mails = (await programme.mails()).filter(({ to }) => to === 'origin');
    expect(mails).toMatchObject([
      {
        to: 'origin',
        address: 'origin@hubs.example',
        reference: 'digest-origin-2026-03-11',
        sentAt: '2026-03-11T07:00:00.000Z',
        subject: 'Mastery Pathways: 2 things to do, the first by Friday 16 October 2026',
      },
    ]);
    expect(mails[0].text).toContain('* Find a Work Group place: Sample School');
    expect(mails[0].text).toContain(programme.host.address);
    expect(mails[0].text).toMatch(
      /wait for the programme’s admins.*\n\* Decide about an application: sp-0013, /,
    );
  });

  it('has one mail on each day with an occasion, and none on the others, for the whole year', async () => {
    const group = {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools: ['900001', '900002'],
    };
    await origin.post('/work-groups', group);
    await programme.advanceTo('2026-06-10T09:00:00Z');
    await origin.post('/asks/sp-0002-2026-27-leading.leading/answer', { decision: 'not-this-year' });
    await programme.advanceTo('2026-09-20T09:00:00Z');
    expect(await days('origin')).toHaveLength(8);
  });

  it('…and in the year after', async () => {
    await origin.post(`/asks/${ONE}.declaration-started/answer`, declaration('2026-09-05'));
    await programme.advanceTo('2027-03-10T09:00:00Z');
    expect(await days('origin')).toHaveLength(12);
  });

  it('…to its end', async () => {
    await programme.advanceTo('2027-06-10T09:00:00Z');
    for (const id of [ONE, TWO]) {
      await origin.post(`/asks/${id}.declaration-completed/answer`, declaration('2027-06-05'));
    }
    await origin.post(`/asks/${ONE}.progression/answer`, { decision: 'finish' });
    await programme.advanceTo('2027-08-31T09:00:00Z');
    expect(await days('origin')).toEqual([
      '2026-03-11', // placements asked for
      '2026-06-01', // leading is offered to both Specialists
      '2026-07-24', // 28 days before 21 August
      '2026-08-01', // the admins did not decide about the application
      '2026-08-07',
      '2026-08-18',
      '2026-08-22', // nobody decided whether the first Specialist leads
      '2026-09-01', // the year has opened, and with it the declaration of the start
      '2026-10-03', // 28 days before 31 October
      '2026-10-17', // 14 days before
      '2026-10-28', // 3 days before
      '2026-11-01', // the second school's start was not declared
      '2027-06-01', // completion and progression may be answered
      '2027-07-24', // 28 days before 21 August
      '2027-08-07',
      '2027-08-18',
      '2027-08-22', // nobody decided for the second school
    ]);
  });

  it('told of the missed start, and by whom it can still be declared', async () => {
    const mail = await mailOf('digest-origin-2026-11-01');
    expect(mail.subject).toBe('Mastery Pathways: 1 deadline missed');
    expect(mail.text).toMatch(/\* Declare the start: .* \(900002\)\. A programme admin can still declare it/);
    expect(mail.text).not.toContain('900001');
  });

  it('told the admins of the application until nobody had decided, and of the years that closed as undecided', async () => {
    expect(await days('admin')).toEqual([
      '2026-03-11', // a teacher has applied
      '2026-07-03', // 28 days before 31 July
      '2026-07-17', // 14 days before
      '2026-07-25', // it was escalated the day before
      '2026-07-28', // 3 days before
      '2026-08-01', // nobody decided about it
      '2026-08-22', // nor about leading, for seven Specialists
      '2027-08-22', // nor about the second school, and leading once more
    ]);
    const escalated = await mailOf('digest-admin-2026-07-25');
    expect(escalated.address).toBe('programme-admin@hubs.example');
    expect(escalated.text).toMatch(/\* Decide about an application: sp-0013, .* hub origin – escalated/);
    const undecided = await mailOf('digest-admin-2026-08-01');
    expect(undecided.text).toMatch(/You did not decide .*\n\* sp-0013, .*, training-1 2026-27, hub origin/);
    expect((await mailOf('digest-admin-2026-08-22')).subject).toBe(
      'Mastery Pathways: 7 years ended without a decision',
    );
    const mail = await mailOf('digest-admin-2027-08-22');
    expect(mail.text).toContain('closed as undecided');
    expect(mail.text).toContain('(900002), development 2026-27, hub origin');
  });

  it('has no second mail of a day when the job is run again', async () => {
    const before = await programme.mails();
    expect(await run('2027-08-22T06:00:00.000Z')).toEqual({ sent: 0, withoutMailbox: 0 });
    expect(await programme.mails()).toEqual(before);
  });

  it('names nobody', async () => {
    expectNobodyIn(JSON.stringify(await programme.mails()) + programme.log());
  });
});

describe('a mail service that is away at seven in the morning', () => {
  it('keeps no other from its mail, and gets the very same one when the job is run again', async () => {
    const programme = await startProgramme();
    const origin = await programme.hub('origin');
    await origin.post('/enrolments', developmentForm('900001'), key('enrol-900001'));
    await programme.host.quiet();
    const { MAIL_ENDPOINT } = process.env;
    vi.stubEnv('MAIL_ENDPOINT', 'http://127.0.0.1:1');
    composeAnew();
    await expect(run('2026-03-03T07:00:00.000Z')).rejects.toThrow('1 not sent');
    vi.stubEnv('MAIL_ENDPOINT', MAIL_ENDPOINT);
    composeAnew();
    // Answered meanwhile: the mail that was recorded still says what was true at seven.
    await origin.post(`/participations/${ONE}/withdrawal`, { reason: 'capacity', effectiveOn: '2026-03-02' });
    await origin.post('/enrolments', developmentForm('900002'), key('enrol-900002'));
    await programme.host.quiet();
    expect(await run('2026-03-03T07:00:00.000Z')).toEqual({ sent: 1, withoutMailbox: 0 });
    expect(await programme.mails()).toMatchObject([
      { reference: 'digest-origin-2026-03-03', text: expect.stringContaining('(900001)') },
    ]);
    expect(await run('2026-03-03T07:00:00.000Z')).toEqual({ sent: 0, withoutMailbox: 0 });
    vi.unstubAllEnvs();
    await programme.stop();
  });
});

describe('the mails of a local host', () => {
  it('are still there after a restart, as is the record that keeps a day from a second one', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'digest-'));
    const before = await startProgramme({ dataFolder });
    await (await before.hub('origin')).post('/enrolments', developmentForm('900001'), key('enrol-900001'));
    await before.advanceTo('2026-03-03T09:00:00Z');
    const sent = await before.mails();
    expect(sent).toHaveLength(1);
    await before.stop();
    const after = await startProgramme({ dataFolder });
    expect(await run('2026-03-03T07:00:00.000Z')).toEqual({ sent: 0, withoutMailbox: 0 });
    expect(await after.mails()).toEqual(sent);
    await after.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });
});
