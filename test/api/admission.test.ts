import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, startCourt } from '../support/court.ts';
import { developmentForm, key, preparatoryForm, workGroupForm } from '../support/forms.ts';
import { given } from '../support/money-rows.ts';
import type { Person } from '../support/programme.ts';
import { sampleParticipation } from '../support/sample-rows.ts';

let court: Court;
let origin: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt();
  origin = await court.programme.hub('origin');
  admin = await court.programme.admin();
});
afterAll(() => court.stop());

const WHY = 'The department of an accredited Specialist';
const embedding = (urn: string, changes: object = {}) =>
  developmentForm(urn, { stage: 'embedding', activities: ['coherent-development'], ...changes });

describe('a later stage', () => {
  it.each(['embedding', 'sustaining'])(
    '%s is not reached without the one before, by hub or admin',
    async (stage) => {
      const form = developmentForm('900001', { stage, activities: [] });
      for (const person of [origin, admin]) {
        await court.refuses(
          () => person.post('/enrolments', form, key(`early-${stage}`)),
          ['stage-not-reached', 'stage'],
        );
      }
      const { body } = await origin.get(`/schools/900001/eligibility?stage=${stage}`);
      expect(body).toMatchObject({ eligible: false, reasons: ['stage-not-reached'] });
    },
  );

  it('is no hub’s to admit to, whatever its reason', async () => {
    const form = embedding('900001', { admissionReason: WHY });
    await court.refuses(
      () => origin.post('/enrolments', form, key('own-reason')),
      ['stage-not-reached', 'stage'],
      ['admission-not-permitted', 'admissionReason'],
    );
    const first = developmentForm('900001', { admissionReason: WHY });
    await court.refuses(
      () => origin.post('/enrolments', first, key('needless-reason')),
      ['admission-not-permitted', 'admissionReason'],
    );
  });

  it.each([
    ['   ', 'required'],
    ['a\u0000b', 'control-characters'],
    ['r'.repeat(201), 'too-long'],
    [true, 'wrong-type'],
  ] as const)('is not admitted to for a reason that is none: %j', async (admissionReason, code) => {
    const form = embedding('900001', { admissionReason });
    await court.refuses(() => admin.post('/enrolments', form, key('bad')), [code, 'admissionReason']);
  });

  it('is admitted to by an admin with a reason, which is kept on the form; the year is the hub’s', async () => {
    const form = embedding('900001', { admissionReason: WHY });
    const { status, body } = await admin.post('/enrolments', form, key('admitted'));
    expect([status, body.participation]).toEqual([
      202,
      { id: '900001-2026-27-embedding', status: 'enrolled' },
    ]);
    expect((await origin.get(`/enrolments/${body.id}`)).body.form.admissionReason).toBe(WHY);
    const year = await origin.get('/participations/900001-2026-27-embedding');
    expect([year.status, year.body.hub]).toEqual([200, 'origin']);
    expect(JSON.stringify(year.body)).not.toContain(WHY);
  });
});

describe('an admin', () => {
  it('enrols any school that has a hub, for that hub', async () => {
    for (const [urn, hub] of [
      ['900002', 'origin'],
      ['900048', 'solent'],
    ]) {
      const { status, body } = await admin.post('/enrolments', developmentForm(`${urn}`), key(`${urn}`));
      expect(status).toBe(202);
      expect((await admin.get(`/participations/${body.participation.id}`)).body.hub).toBe(hub);
    }
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('900002'), key('second')),
      ['already-enrolled', 'urn'],
    );
  });

  it('gives no school to a hub by enrolling it, and is told so beforehand', async () => {
    for (const form of [developmentForm('900067'), preparatoryForm('900067')]) {
      const attempts = await court.refuses(
        () => admin.post('/enrolments', form, key(form.kind)),
        ['school-without-hub', 'urn'],
      );
      expect(attempts).toEqual([]);
    }
    const { reasons } = (await admin.get('/schools/900067/eligibility')).body;
    expect(reasons).toEqual(['school-without-hub']);
    expect((await origin.get('/schools/900067/eligibility')).body.reasons).toEqual([]);
  });
});

it('a school that has been through Development may repeat it, without a grant', async () => {
  const before = { id: '900003-2024-25-development', urn: '900003', academicYear: '2024-25', hub: 'origin' };
  await given(court.programme, [
    { ...sampleParticipation({ ...before, status: 'closed', startedOn: '2024-09-02' }), version: 1 },
  ]);
  const { body } = await origin.get('/schools/900003/eligibility?stage=development');
  expect(body).toMatchObject({ eligible: true, repeats: true });
  await origin.post('/enrolments', developmentForm('900003'), key('again'));
  await origin.post('/enrolments', developmentForm('900004'), key('first'));
  const group = workGroupForm(['900003', '900004']);
  expect((await origin.post('/work-groups', group)).status).toBe(201);
  await court.programme.advanceTo('2026-09-01T09:00:00Z');
  const grantsOf = async (urn: string) =>
    (await origin.get(`/participations/${urn}-2026-27-development`)).body.milestones.map(
      ({ instalment }: { instalment: number }) => instalment,
    );
  expect([await grantsOf('900003'), await grantsOf('900004')]).toEqual([
    [0, 0],
    [100_000, 100_000],
  ]);
});
