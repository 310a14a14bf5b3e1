import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, expectNobodyIn, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, SAMPLE_TRNS, specialistForm, UMBEL } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const SPECIALIST = 'sp-0013';
const YEAR = `${SPECIALIST}-2026-27-training-1`;
const SCHOOL = '900002-2026-27-development';

describe('a Specialist’s life', () => {
  let court: Court;
  let origin: Person;
  let solent: Person;
  let admin: Person;
  let enrolment: string;
  let schools: string;
  const leaves = (id: string, reason: string) =>
    origin.post(`/participations/${id}/withdrawal`, { reason, effectiveOn: '2026-03-02' });
  const moves = (change: object, person = origin, id = SPECIALIST) =>
    person.post(`/specialists/${id}/school`, {
      urn: '900003',
      from: '2026-03-03',
      schoolAgreed: true,
      ...change,
    });
  const read = async (person = origin) => (await person.get(`/specialists/${SPECIALIST}`)).body;

  beforeAll(async () => {
    court = await startCourt();
    [origin, solent, admin] = await Promise.all([
      court.programme.hub('origin'),
      court.programme.hub('solent'),
      court.programme.admin(),
    ]);
    const applied = await origin.post('/enrolments', specialistForm('900001'), key('tansy'));
    expect([applied.status, applied.body.participation.id]).toEqual([202, YEAR]);
    enrolment = applied.body.id;
    schools = (await origin.post('/enrolments', developmentForm('900002'), key('900002'))).body.id;
    await court.programme.advanceTo('2026-03-03T12:00:00Z');
  });
  afterAll(() => court.stop());

  it('is found from the Specialist to the executions, and back', async () => {
    const { participations, leadingStatus } = await read();
    expect([leadingStatus, participations]).toEqual([
      'training',
      [{ id: YEAR, status: 'enrolled', executions: [`${YEAR}-selection`] }],
    ]);
    expect((await read(admin)).participations).toHaveLength(1);
    expect(await read(solent)).not.toHaveProperty('participations');
    const { items } = (await admin.get(`/executions?query=${SPECIALIST}`)).body;
    expect(items).toMatchObject([{ name: `${YEAR}-selection`, machine: 'specialist-selection' }]);
    expect((await admin.get(`/executions/${YEAR}-selection`)).body).toMatchObject({
      participation: YEAR,
      specialist: SPECIALIST,
    });
    const listed = (await origin.get('/participations?stage=training-1')).body.items;
    expect(listed).toMatchObject([{ id: YEAR, specialist: SPECIALIST }]);
  });

  it('names the teacher to the hub and to admins, never the number', async () => {
    const people = await origin.get(`/participations/${YEAR}/people`);
    expect([people.status, people.body.teacher.name]).toEqual([200, 'Sample Teacher Tansy']);
    expect(JSON.stringify(people.body)).not.toContain(SAMPLE_TRNS[0]);
    await court.refuses(() => solent.get(`/participations/${YEAR}/people`), ['not-found', 'id']);
  });

  it('goes on under a corrected name, and no other kind of people', async () => {
    const corrects = (body: object, id = enrolment, person = origin) =>
      person.post(`/enrolments/${id}/corrections`, body);
    const teacher = { name: UMBEL.name, email: UMBEL.email };
    const { advocates } = developmentForm('900002');
    await court.refuses(() => corrects({ people: advocates }), ['unknown-field', 'people']);
    await court.refuses(() => corrects({ teacher }, schools), ['unknown-field', 'teacher']);
    await court.refuses(() => corrects({ teacher }, enrolment, solent), ['not-found', 'id']);
    await court.refuses(
      () => corrects({ teacher: { ...teacher, trn: '9990002' } }),
      ['unknown-field', 'teacher.trn'],
    );
    const { status, body } = await corrects({ teacher });
    expect([status, body.form.teacher.name, body.form.teacher.trn]).toEqual([
      200,
      UMBEL.name,
      SAMPLE_TRNS[0],
    ]);
    const row = (await court.stored.rows()).get(`SPECIALIST#${SPECIALIST} / SPECIALIST`);
    expect(row?.['name']).toBe(UMBEL.name);
  });

  it('ends early for a Specialist’s reasons, a school’s for a school’s', async () => {
    await court.refuses(() => leaves(YEAR, 'staffing'), ['invalid-value', 'reason']);
    await court.refuses(() => leaves(SCHOOL, 'left-teaching'), ['invalid-value', 'reason']);
  });

  const moving: [string, object, ...Fault[]][] = [
    ['without the school’s agreement', { schoolAgreed: false }, ['school-not-agreed', 'schoolAgreed']],
    ['that says nothing of an agreement', { schoolAgreed: undefined }, ['required', 'schoolAgreed']],
    ['to the same school', { urn: '900001' }, ['school-unchanged', 'urn']],
    ['to no school', { urn: '999999' }, ['school-unknown', 'urn']],
    ['to another hub’s school', { urn: '900048' }, ['school-of-another-hub', 'urn']],
    ['to nobody’s school', { urn: '900067' }, ['school-without-hub', 'urn']],
    ['to a school that is closed', { urn: '900011' }, ['school-closed', 'urn']],
    ['tomorrow', { from: '2026-03-04' }, ['period-overlaps', 'from']],
    ['on the day on which the present period began', { from: '2026-03-02' }, ['period-overlaps', 'from']],
  ];
  it.each(moving)('knows no change of school %s', async (_, change, first, ...others) => {
    await court.refuses(() => moves(change), first, ...others);
  });

  it('knows no change of school by another hub, nor of a Specialist who never was', async () => {
    await court.refuses(() => moves({}, solent), ['not-found', 'id']);
    await court.refuses(() => moves({}, admin, 'sp-9999'), ['not-found', 'id']);
    await court.refuses(() => moves({}, admin, 'nonsense'), ['not-found', 'id']);
  });

  it('goes on at another school: year, ask, head and hub follow', async () => {
    const head = { name: 'Sample Head Quince', email: 'quince@people.example' };
    expect((await moves({ headteacher: head })).status).toBe(200);
    const year = (await origin.get(`/participations/${YEAR}`)).body;
    expect(year).toMatchObject({ school: { urn: '900003' }, asks: [{ school: { urn: '900003' } }] });
    const { schools: periods, hubs } = await read();
    expect(periods).toMatchObject([
      { urn: '900001', from: '2026-03-02', to: '2026-03-03' },
      { urn: '900003', from: '2026-03-03' },
    ]);
    expect(hubs).toMatchObject([{ hub: 'origin' }]);
    await court.programme.advanceTo('2026-03-04T12:00:00Z');
    expect((await moves({ urn: '900048', from: '2026-03-04' }, admin)).status).toBe(200);
    expect((await read(solent)).hub).toBe('solent');
    expect((await solent.get(`/participations/${YEAR}`)).body.hub).toBe('solent');
    await court.refuses(() => origin.post(`/participations/${YEAR}/deferral`, {}), ['not-found', 'id']);
  });

  it('goes on with another hub, when an admin says so', async () => {
    const changes = (body: object, person = admin) => person.post(`/specialists/${SPECIALIST}/hub`, body);
    const to = (hub: string, from = '2026-03-05') => ({ hub, from });
    await court.programme.advanceTo('2026-03-05T12:00:00Z');
    await court.refuses(() => changes(to('origin'), solent), ['not-permitted', 'Authorization']);
    await court.refuses(() => changes(to('solent')), ['hub-unchanged', 'hub']);
    await court.refuses(() => changes(to('nobodys')), ['hub-unknown', 'hub']);
    await court.refuses(() => changes(to('origin', '2026-03-04')), ['period-overlaps', 'from']);
    expect((await changes(to('origin'))).status).toBe(200);
    expect((await read()).hubs.map(({ hub }: { hub: string }) => hub)).toEqual([
      'origin',
      'solent',
      'origin',
    ]);
    expect((await origin.get(`/participations/${YEAR}`)).body.asks).toMatchObject([{ hub: 'origin' }]);
  });

  it('goes on a year later: the application waits as a row, and no execution does', async () => {
    const defers = (id: string, person = origin) => person.post(`/participations/${id}/deferral`, {});
    await court.refuses(() => defers(SCHOOL), ['not-in-training', '']);
    await court.refuses(() => defers(YEAR, solent), ['not-found', 'id']);
    const { status, body } = await defers(YEAR);
    expect([status, body.status, body.outcome]).toEqual([200, 'closed', 'pause']);
    await court.refuses(() => defers(YEAR), ['not-in-training', '']);
    await court.programme.host.quiet();
    expect(await court.programme.executions('specialist-selection')).toEqual([`${YEAR}-selection ABORTED`]);
    const waiting = (await court.stored.rows()).get(`SPECIALIST#${SPECIALIST} / REJOINING#2027`);
    expect(waiting).toMatchObject({
      status: 'waiting',
      selected: false,
      stage: 'training-1',
      repeated: false,
    });
    await court.refuses(
      () => origin.post('/enrolments', specialistForm('900001'), key('tansy-again')),
      ['teacher-already-on-programme', 'teacher.trn'],
    );
  });

  it('that was withdrawn leaves the teacher free to apply again, with the same number', async () => {
    const teacher = UMBEL;
    const form = (academicYear: string) => specialistForm('900004', { teacher, academicYear });
    const id = 'sp-0014-2026-27-training-1';
    expect((await origin.post('/enrolments', form('2026-27'), key('umbel'))).body.participation.id).toBe(id);
    const erases = (person: Person) => person.post('/specialists/sp-0014/erasure', {});
    await court.refuses(() => erases(admin), ['still-on-programme', '']);
    await court.refuses(() => erases(origin), ['not-permitted', 'Authorization']);
    const left = { reason: 'left-school', effectiveOn: '2026-03-05', note: 'A sample note' };
    expect((await origin.post(`/participations/${id}/withdrawal`, left)).status).toBe(200);
    const again = await origin.post('/enrolments', form('2026-27'), key('umbel-again'));
    expect(again.body.participation).toEqual({ id, status: 'enrolled' });
    expect((await origin.post(`/participations/${id}/withdrawal`, left)).status).toBe(200);
  });

  it('that was erased is a fact without a person, and everything can still be read', async () => {
    const id = 'sp-0014-2026-27-training-1';
    const { enrolmentId } = (await origin.get(`/participations/${id}`)).body;
    expect((await admin.post('/specialists/sp-0014/erasure', {})).status).toBe(200);
    expect((await admin.post('/specialists/sp-0014/erasure', {})).status).toBe(200);
    await court.refuses(() => admin.post('/specialists/sp-9999/erasure', {}), ['not-found', 'id']);
    await court.programme.host.quiet();
    for (const path of [
      '/specialists/sp-0014',
      '/specialists?hub=origin',
      `/participations/${id}`,
      `/participations/${id}/people`,
      `/enrolments/${enrolmentId}`,
    ]) {
      const { status, body } = await origin.get(path);
      expect([path, status]).toEqual([path, 200]);
      expectNobodyIn(JSON.stringify(body));
    }
    expect((await origin.get('/specialists/sp-0014')).body.erasedOn).toBe('2026-03-05');
    const rows = [...(await court.stored.rows())].filter(([at]) => /sp-0014|TEACHER/.test(at));
    expect(JSON.stringify(rows)).not.toMatch(/A sample note/);
    expect(JSON.stringify([...(await court.stored.rows())])).not.toContain(UMBEL.trn);
    await court.refuses(() => moves({}, admin, 'sp-0014'), ['not-found', 'id']);
    const { body } = await origin.post(
      '/enrolments',
      specialistForm('900004', { teacher: UMBEL, academicYear: '2026-27' }),
      key('umbel-once-more'),
    );
    expect(body.participation.id).toBe('sp-0015-2026-27-training-1');
  });
});
