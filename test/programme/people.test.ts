import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { declaration, developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import { type Person, type Programme, startProgramme } from '../support/programme.ts';

const YEAR = '900001-2026-27-development';
const NEXT = '900001-2027-28-embedding';
const NAMED = { name: 'Sample Advocate Tansy', email: 'tansy@people.example' };

describe('the people of a school’s years', () => {
  let programme: Programme;
  let origin: Person;
  beforeAll(async () => {
    programme = await startProgramme({ now: toInstant('2026-08-31T09:00:00Z'), schedules: {} });
    origin = await programme.hub('origin');
    for (const urn of ['900001', '900002']) {
      await origin.post('/enrolments', developmentForm(urn), key(urn));
    }
    const schools = ['900001', '900002'];
    await origin.post('/work-groups', {
      kind: 'development',
      academicYear: '2026-27',
      lead: 'sp-0001',
      schools,
    });
    await programme.advanceTo('2026-09-02T09:00:00Z');
    for (const urn of schools) {
      await origin.post(
        `/asks/${urn}-2026-27-development.declaration-started/answer`,
        declaration('2026-09-01'),
      );
    }
    await programme.advanceTo('2027-06-02T09:00:00Z');
    for (const urn of schools) {
      await origin.post(
        `/asks/${urn}-2026-27-development.declaration-completed/answer`,
        declaration('2027-06-01'),
      );
    }
    const participants = [{ ...NAMED, role: 'teacher', experienceYears: 2 }];
    await origin.post(`/asks/${YEAR}.progression/answer`, { decision: 'continue', participants });
    await origin.post('/asks/900002-2026-27-development.progression/answer', { decision: 'continue' });
    await programme.host.quiet();
  });
  afterAll(() => programme.stop());

  const names = async (id: string) =>
    (await origin.get(`/participations/${id}/people`)).body.participants.map(
      ({ name }: { name: string }) => name,
    );

  it('are those whom the enrolment named', async () => {
    expect(await names(YEAR)).toEqual([SAMPLE_PEOPLE[1].name, SAMPLE_PEOPLE[2].name]);
  });

  it('are next year those whom the progression answer named, and else carried over', async () => {
    expect(await names(NEXT)).toEqual([NAMED.name]);
    expect(await names('900002-2027-28-embedding')).toEqual([SAMPLE_PEOPLE[1].name, SAMPLE_PEOPLE[2].name]);
  });

  it('are shown to their own hub and to admins, and to nobody else', async () => {
    const [turing, finance, admin] = await Promise.all([
      programme.hub('turing-nw'),
      programme.finance(),
      programme.admin(),
    ]);
    expect((await turing.get(`/participations/${NEXT}/people`)).status).toBe(404);
    expect((await finance.get(`/participations/${NEXT}/people`)).status).toBe(403);
    expect((await admin.get(`/participations/${NEXT}/people`)).status).toBe(200);
  });

  it('are named nowhere else', async () => {
    const timeline = (await origin.get(`/participations/${NEXT}`)).body;
    const elsewhere = JSON.stringify([timeline, await programme.queue('finance'), programme.log()]);
    expect(elsewhere).not.toContain(NAMED.name);
    expect(elsewhere).not.toContain(NAMED.email);
  });
});
