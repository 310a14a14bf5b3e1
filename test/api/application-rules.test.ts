import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { type Court, expectNobodyIn, type Fault, startCourt } from '../support/court.ts';
import { key, specialistForm, TANSY, UMBEL } from '../support/forms.ts';
import { laterPolicy } from '../support/later-policies.ts';
import type { Person } from '../support/programme.ts';

/** What is refused of an application, and of the decisions about it: with its code, and nothing changed by it. */
describe('an application to become a Specialist', () => {
  let court: Court;
  let origin: Person;
  let admin: Person;
  beforeAll(async () => {
    court = await startCourt({ schedules: {} });
    [origin, admin] = await Promise.all([court.programme.hub('origin'), court.programme.admin()]);
  });
  afterAll(() => court.stop());

  let sent = 0;
  const apply = (urn: string, changes: object = {}, who = origin) => {
    sent += 1;
    return who.post('/enrolments', specialistForm(urn, { ...changes }), key(`application-${sent}`));
  };
  const answer = (ask: string, body: object) => admin.post(`/asks/${ask}/answer`, body);

  it.each<[string, object, Fault[]]>([
    [
      'for a teacher of another subject',
      { teacher: { ...TANSY, teachesMaths: false } },
      [['teacher-not-of-maths', 'teacher.teachesMaths']],
    ],
    [
      'for an early career teacher',
      { teacher: { ...TANSY, yearsTeaching: 1 } },
      [['early-career-teacher', 'teacher.yearsTeaching']],
    ],
    [
      'that nobody of the school’s leadership supports',
      { launchAgreed: false },
      [['launch-not-agreed', 'launchAgreed']],
    ],
    ['of a year without a policy', { academicYear: '2030-31' }, [['no-policy-for-year', 'academicYear']]],
    [
      'with a teacher reference number of six digits',
      { teacher: { ...TANSY, trn: '123456' } },
      [['invalid-format', 'teacher.trn']],
    ],
  ])('%s is refused, and kept as an attempt that names nobody', async (_whose, changes, faults) => {
    const [first, ...rest] = faults;
    if (!first) throw new Error('a refusal without a fault');
    const attempts = await court.refuses(() => apply('900001', changes), first, ...rest);
    expect(attempts).toHaveLength(1);
    expectNobodyIn(JSON.stringify(attempts));
  });

  it('of a teacher who is on the programme is refused, from whichever hub', async () => {
    expect((await apply('900001')).status).toBe(202);
    const turing = await court.programme.hub('turing-nw');
    const taken: Fault = ['teacher-already-on-programme', 'teacher.trn'];
    await court.refuses(() => apply('900002'), taken);
    await court.refuses(() => apply('900023', {}, turing), taken);
  });

  it('keeps the teacher’s number on the form alone: neither guard nor Specialist nor event has it', async () => {
    await court.programme.host.quiet();
    const rows = [...(await court.stored.rows()).values()];
    const holding = rows.filter((row) => JSON.stringify(row).includes(TANSY.trn));
    expect(holding.map((row) => row['type'])).toEqual(['enrolment']);
  });

  it('is not taken any more once the Specialists of the year have been selected, nor can it be asked for again', async () => {
    await court.programme.advanceTo('2026-07-31T16:05:00Z');
    await court.refuses(() => apply('900003', { teacher: UMBEL }), ['applications-closed', 'academicYear']);
    await court.programme.advanceTo('2026-09-02T09:00:00Z');
    await court.refuses(
      () => admin.post('/participations/sp-0013-2026-27-training-1/reopening', {}),
      ['year-has-begun', ''],
    );
  });

  it('leads to training that is assessed on no day outside its year, and extended once', async () => {
    await court.programme.advanceTo('2026-11-02T09:00:00Z');
    expect((await apply('900003', { teacher: UMBEL, academicYear: '2027-28' })).status).toBe(202);
    await answer('sp-0014-2027-28-training-1.selection', { decision: 'accept' });
    const policies = [2029].map(laterPolicy);
    const at = instantOf(court.programme.host.clock.now());
    await deps().commit({ puts: policies, events: [], at, by: actorSchema.parse('register') });
    const [second, third] = ['2028-29', '2029-30'].map((year) => `sp-0014-${year}-training-2.accreditation`);
    await court.programme.advanceTo('2029-06-02T09:00:00Z');
    for (const assessedOn of ['2028-08-31', '2029-06-03']) {
      await court.refuses(
        () => answer(`${second}`, { decision: 'accredit', assessedOn }),
        ['assessed-out-of-range', 'assessedOn'],
      );
    }
    expect((await answer(`${second}`, { decision: 'extend' })).status).toBe(200);
    await court.programme.advanceTo('2030-06-02T09:00:00Z');
    await court.refuses(() => answer(`${third}`, { decision: 'extend' }), ['extended-already', 'decision']);
  });
});
