import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorSchema, specialistIdSchema } from '../../core/codes.ts';
import { instantOf, londonDateSchema, toInstant } from '../../core/instant.ts';
import { deps } from '../../functions/support/deps.ts';
import { changed } from '../../workflows/change.ts';
import { type Court, startCourt } from '../support/court.ts';
import { developmentForm, key, preparatoryForm, workGroupForm } from '../support/forms.ts';
import { BEFORE_THE_OFFER, hurryLeading, OFFERED } from '../support/hurried-leading.ts';
import type { Person } from '../support/programme.ts';

const yearOf = (id: string, year = '2026-27') => `${id}-${year}-leading`;

describe('leading', () => {
  let court: Court;
  let origin: Person;
  let turing: Person;
  const decides = (id: string, decision: unknown, person = origin) =>
    person.post(`/asks/${yearOf(id)}.leading/answer`, { decision });
  const forms = (person: Person, schools: readonly string[], lead: string, changes = {}) =>
    person.post('/work-groups', workGroupForm(schools, { lead, ...changes }));
  const read = async (id: string) => (await origin.get(`/specialists/${id}`)).body;

  beforeAll(async () => {
    court = await startCourt({ now: toInstant(BEFORE_THE_OFFER) });
    await hurryLeading(court.programme);
    [origin, turing] = await Promise.all([court.programme.hub('origin'), court.programme.hub('turing-nw')]);
    const enrols = async (person: Person, form: { urn: string }, name: string) =>
      expect((await person.post('/enrolments', form, key(name))).status).toBe(202);
    for (const urn of ['900001', '900002', '900003', '900004']) {
      await enrols(origin, developmentForm(urn), urn);
    }
    for (const urn of ['900024', '900025']) await enrols(turing, developmentForm(urn), urn);
    for (const topic of ['years-5-8-continuity', 'subject-leadership']) {
      for (const urn of ['900008', '900009']) {
        await enrols(origin, preparatoryForm(urn, { topic }), `${urn}-${topic}`);
      }
    }
    await court.programme.advanceTo(OFFERED);
  });
  afterAll(() => court.stop());

  it('is offered to every accredited Specialist, of the hub that supports them', async () => {
    const admin = await court.programme.admin();
    const { items } = (await admin.get('/asks?kind=leading')).body;
    expect(items.map(({ participation }: { participation: string }) => participation).sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => yearOf(`sp-000${index + 1}`)),
    );
    const mine = (await origin.get('/asks?kind=leading')).body.items;
    expect(mine).toMatchObject([
      { closesAt: '2026-08-28T16:00:00.000Z', school: { urn: '900005' }, answeredBy: 'hub' },
      { closesAt: '2026-08-28T16:00:00.000Z', school: { urn: '900006' }, answeredBy: 'hub' },
    ]);
  });

  it('is decided in one of three ways, by the Specialist’s own hub', async () => {
    await court.refuses(() => decides('sp-0001', 'perhaps'), ['invalid-value', 'decision']);
    await court.refuses(() => decides('sp-0001', undefined), ['required', 'decision']);
    await court.refuses(() => decides('sp-0001', 'lead', turing), ['not-found', 'id']);
  });

  it('is not for one who does not lead this year, nor for one who has stopped', async () => {
    const led = (await forms(origin, ['900001', '900002'], 'sp-0002')).body.id;
    expect((await decides('sp-0001', 'not-this-year')).status).toBe(200);
    expect((await decides('sp-0002', 'stop')).status).toBe(200);
    await court.refuses(() => decides('sp-0001', 'lead'), ['ask-already-answered', '']);
    for (const lead of ['sp-0001', 'sp-0002']) {
      await court.refuses(() => forms(origin, ['900003', '900004'], lead), ['lead-not-leading', 'lead']);
    }
    expect((await origin.get(`/participations/${yearOf('sp-0001')}`)).body).toMatchObject({
      status: 'closed',
      outcome: 'pause',
    });
    expect((await origin.get(`/participations/${yearOf('sp-0002')}`)).body).toMatchObject({
      status: 'closed',
      outcome: 'finish',
    });
    const { conflicts, leading } = await read('sp-0002');
    expect(conflicts).toMatchObject([{ workGroupId: led, cause: 'not-leading' }]);
    expect(leading).toMatchObject([{ workGroupId: led, schools: [{ urn: '900001' }, { urn: '900002' }] }]);
    expect(leading[0].schools[0].name).toMatch(/^Sample School /);
  });

  it('in a later year waits until somebody else has taken over the group that is in conflict', async () => {
    const led = (await forms(turing, ['900024', '900025'], 'sp-0003')).body.id;
    const moved = { urn: '900024', from: '2026-08-21', schoolAgreed: true };
    const { status, body } = await turing.post('/specialists/sp-0003/school', moved);
    expect([status, body.school]).toEqual([200, { urn: '900024', name: expect.any(String) }]);
    expect((await read('sp-0003')).conflicts).toMatchObject([{ workGroupId: led, cause: 'own-school' }]);
    const nextYear = { academicYear: '2027-28' };
    const notWaiting = [
      ['school-not-waiting', 'schools.0'],
      ['school-not-waiting', 'schools.1'],
    ] as const;
    await court.refuses(
      () => forms(turing, ['900026', '900027'], 'sp-0003', nextYear),
      ['lead-in-conflict', 'lead'],
      ...notWaiting,
    );
    // In the year itself the hub may still take its time: the Specialist leads others as before.
    await court.refuses(() => forms(turing, ['900026', '900027'], 'sp-0003'), ...notWaiting);
    expect((await turing.post(`/work-groups/${led}/lead`, { lead: 'sp-0004' })).status).toBe(200);
    expect((await read('sp-0003')).conflicts).toEqual([]);
    await court.refuses(() => forms(turing, ['900026', '900027'], 'sp-0003', nextYear), ...notWaiting);
    const { leadingStatus, schools } = await read('sp-0003');
    expect([leadingStatus, schools.map(({ urn }: { urn: string }) => urn)]).toEqual([
      'open',
      ['900023', '900024'],
    ]);
  });

  it('begins in the academic year after the accreditation', async () => {
    const ivy = await deps().readSpecialist(specialistIdSchema.parse('sp-0009'));
    if (!ivy) throw new Error('sp-0009 is gone');
    await court.programme.advanceTo('2026-09-02T09:00:00Z');
    const accredited = changed(ivy, { accredited: true, accreditedOn: londonDateSchema.parse('2026-09-01') });
    const at = instantOf(court.programme.host.clock.now());
    await deps().commit({ puts: [accredited], events: [], at, by: actorSchema.parse('seed') });
    await court.refuses(() => forms(origin, ['900003', '900004'], 'sp-0009'), ['lead-not-yet', 'lead']);
    expect((await read('sp-0009')).leadingStatus).toBe('not-yet');
  });

  it('that nobody decided about in time is open, and no place in the year', async () => {
    const { status, outcome } = (await turing.get(`/participations/${yearOf('sp-0003')}`)).body;
    expect([status, outcome]).toEqual(['closed', 'undecided']);
    expect((await read('sp-0003')).leadingStatus).toBe('open');
    expect((await read('sp-0001')).leadingStatus).toBe('not-this-year');
    expect((await read('sp-0002')).leadingStatus).toBe('stopped');
    expect((await read('sp-0010')).leadingStatus).toBe('training');
  });

  it('a preparatory group asks for the topic where its schools wait for two', async () => {
    const alone = { kind: 'preparatory' };
    const pair = ['900008', '900009'];
    await court.refuses(() => forms(origin, pair, 'sp-0004', alone), ['required', 'topic']);
    const { status, body } = await forms(origin, pair, 'sp-0004', { ...alone, topic: 'subject-leadership' });
    expect([status, body.topic]).toEqual([201, 'subject-leadership']);
    await court.refuses(
      () => forms(origin, ['900003', '900004'], 'sp-0004', { topic: 'subject-leadership' }),
      ['unknown-field', 'topic'],
    );
    expect((await forms(origin, pair, 'sp-0005', alone)).body.topic).toBe('years-5-8-continuity');
  });
});
