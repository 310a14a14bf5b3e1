import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, SAMPLE_PEOPLE } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const [head, rowan, sorrel] = SAMPLE_PEOPLE;
const leader = { ...rowan, role: 'head-of-department', experienceYears: 9 };
const keen = { ...sorrel, role: 'teacher', experienceYears: 3 };

describe('an enrolment on 2 March 2026', () => {
  let court: Court;
  let origin: Person;
  beforeAll(async () => {
    court = await startCourt();
    origin = await court.programme.hub('origin');
  });
  afterAll(() => court.stop());

  const rulings: [string, string, Record<string, unknown>, ...Fault[]][] = [
    ['a URN that nobody has', '999999', {}, ['school-unknown', 'urn']],
    ['a closed school', '900011', {}, ['school-closed', 'urn']],
    ['an independent school', '900012', {}, ['school-not-state-funded', 'urn']],
    ['a primary school', '900013', {}, ['school-not-secondary', 'urn']],
    ['a school proposed to open', '900014', {}, ['school-not-yet-open', 'urn']],
    [
      'a sixth form only, neither of the types nor of the ages',
      '900019',
      {},
      ['school-not-state-funded', 'urn'],
      ['school-not-secondary', 'urn'],
    ],
    ['a school in Wales', '900022', {}, ['school-not-state-funded', 'urn']],
    ['a school of another hub', '900023', {}, ['school-of-another-hub', 'urn']],
    ['one Advocate', '900001', { advocates: [leader] }, ['advocate-count', 'advocates']],
    ['no Advocate', '900001', { advocates: [] }, ['advocate-count', 'advocates']],
    [
      'three Advocates',
      '900001',
      { advocates: [leader, keen, { ...keen, email: 'three@people.example' }] },
      ['advocate-count', 'advocates'],
    ],
    [
      'the same person twice',
      '900001',
      { advocates: [leader, { ...keen, email: leader.email }] },
      ['advocate-repeated', 'advocates.1.email'],
    ],
    [
      'the same person twice, once in capitals',
      '900001',
      { advocates: [leader, { ...keen, email: leader.email.toUpperCase() }] },
      ['advocate-repeated', 'advocates.1.email'],
    ],
    [
      'three Advocates of whom two are one person',
      '900001',
      { advocates: [leader, keen, { ...leader, name: 'Sample Somebody' }] },
      ['advocate-count', 'advocates'],
      ['advocate-repeated', 'advocates.2.email'],
    ],
    ['no release', '900001', { releaseAgreed: false }, ['release-not-agreed', 'releaseAgreed']],
    [
      'an activity of the Embedding year',
      '900001',
      { activities: ['planning-lessons', 'collaborative-design'] },
      ['activity-not-of-stage', 'activities.1'],
    ],
    [
      'the second year of the pathway, by a school without a first',
      '900001',
      { stage: 'embedding', activities: [] },
      ['stage-not-reached', 'stage'],
    ],
    [
      'a year without a policy',
      '900001',
      { academicYear: '2041-42' },
      ['no-policy-for-year', 'academicYear'],
    ],
    [
      'a year whose applications closed',
      '900001',
      { academicYear: '2025-26' },
      ['applications-closed', 'academicYear'],
    ],
    ['a year not open yet', '900001', { academicYear: '2027-28' }, ['applications-not-open', 'academicYear']],
    [
      'everything at once',
      '900011',
      {
        academicYear: '2027-28',
        releaseAgreed: false,
        advocates: [leader],
        activities: ['coherent-development'],
      },
      ['applications-not-open', 'academicYear'],
      ['school-closed', 'urn'],
      ['release-not-agreed', 'releaseAgreed'],
      ['advocate-count', 'advocates'],
      ['activity-not-of-stage', 'activities.0'],
    ],
  ];
  it.each(rulings)('is refused for %s, and the attempt is kept', async (what, urn, changes, ...faults) => {
    const [first, ...others] = faults;
    if (!first) throw new Error('no fault');
    const idempotencyKey = key(what.replace(/\W/g, '-'));
    const send = () => origin.post('/enrolments', developmentForm(urn, changes), idempotencyKey);
    const [attempt, ...more] = await court.refuses(send, first, ...others);
    expect(more).toEqual([]);
    const reasons = faults.map(([code, field]) => ({ code, field }));
    expect(attempt).toMatchObject({ hub: 'origin', urn, reasons });
  });

  it.each([
    ['900015', 'all-through'],
    ['900016', 'a special school'],
    ['900017', 'a pupil referral unit of no hub'],
    ['900018', 'proposed to close'],
    ['900020', 'middle deemed secondary'],
  ])('is accepted for %s, which is %s', async (urn) => {
    expect((await origin.post('/enrolments', developmentForm(urn), key(`takes-${urn}`))).status).toBe(202);
  });

  it('says beforehand what it would say of the school', async () => {
    const reasonsOf = async (urn: string) => (await origin.get(`/schools/${urn}/eligibility`)).body.reasons;
    expect(await reasonsOf('900019')).toEqual(['school-not-state-funded', 'school-not-secondary']);
    expect(await reasonsOf('900023')).toEqual(['school-of-another-hub']);
    expect(await reasonsOf('900015')).toEqual(['already-enrolled']);
    expect(await reasonsOf('900001')).toEqual([]);
  });

  it('is refused a second time, under another key, by another user of the hub, and with other people', async () => {
    await origin.post('/enrolments', developmentForm('900002'), key('first'));
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('900002'), key('second')),
      ['already-enrolled', 'urn'],
    );
    const colleague = await court.programme.hub('origin', 'b');
    const others = { headteacher: { ...head, name: 'Sample Other' } };
    await court.refuses(
      () => colleague.post('/enrolments', developmentForm('900002', others), key('first')),
      ['already-enrolled', 'urn'],
    );
  });

  it('gives a school of no hub to the hub that enrols it first, and tells a second hub no more than whose it is', async () => {
    expect((await origin.post('/enrolments', developmentForm('900067'), key('claims'))).status).toBe(202);
    expect((await origin.get('/schools/900067')).body.hub).toBe('origin');
    const solent = await court.programme.hub('solent');
    await court.refuses(
      () => solent.post('/enrolments', developmentForm('900067'), key('late')),
      ['school-of-another-hub', 'urn'],
    );
    expect((await solent.get('/schools/900067/eligibility')).body.reasons).toEqual(['school-of-another-hub']);
  });

  it('leaves nothing behind that could wake a workflow for what was refused', async () => {
    await court.programme.host.quiet();
    const names = await court.programme.executions('placement');
    const accepted = ['900002', '900015', '900016', '900017', '900018', '900020', '900067'];
    expect(names).toEqual(accepted.map((urn) => `${urn}-2026-27-development-placement RUNNING`));
    expect(await court.programme.queue('dead-letters')).toEqual([]);
  });
});

describe('the window of applications', () => {
  it('is open from the first moment of 1 November and shut at 17:00 in London on 30 September', async () => {
    const court = await startCourt({ now: toInstant('2026-09-30T15:59:59.999Z'), schedules: {} });
    const origin = await court.programme.hub('origin');
    const enrol = (urn: string, academicYear: string) =>
      origin.post('/enrolments', developmentForm(urn, { academicYear }), key(`${urn}-${academicYear}`));
    expect((await enrol('900001', '2026-27')).status).toBe(202);
    await court.programme.advanceTo('2026-09-30T16:00:00Z');
    expectRefusal(await enrol('900002', '2026-27'), ['applications-closed', 'academicYear']);
    await court.programme.advanceTo('2026-10-31T23:59:59Z');
    expectRefusal(await enrol('900002', '2027-28'), ['applications-not-open', 'academicYear']);
    await court.programme.advanceTo('2026-11-01T00:00:00Z');
    expect((await enrol('900002', '2027-28')).status).toBe(202);
    await court.stop();
  });
});
