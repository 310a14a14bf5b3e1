import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, preparatoryForm, SAMPLE_PEOPLE, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const [head, rowan] = SAMPLE_PEOPLE;
const participant = { ...rowan, role: 'teacher', experienceYears: 4 };

let court: Court;
let origin: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt();
  origin = await court.programme.hub('origin');
  admin = await court.programme.admin();
});
afterAll(() => court.stop());

const enrols = async (form: object, idempotencyKey: string) =>
  expect((await origin.post('/enrolments', form, key(idempotencyKey))).status).toBe(202);

describe('a preparatory form', () => {
  const rulings: [string, Record<string, unknown>, ...Fault[]][] = [
    ['no kind', { kind: undefined }, ['required', 'kind']],
    ['a kind that is a list', { kind: ['preparatory'] }, ['invalid-value', 'kind']],
    ['no topic', { topic: undefined }, ['required', 'topic']],
    ['a topic that no code could be', { topic: 'Years 5–8' }, ['invalid-format', 'topic']],
    ['a topic that the policy does not have', { topic: 'choir-practice' }, ['topic-unknown', 'topic']],
    ['a stage of the pathway for a topic', { topic: 'development' }, ['topic-unknown', 'topic']],
    ['no participants', { participants: [] }, ['too-short', 'participants']],
    [
      'Advocates in place of participants',
      { participants: undefined, advocates: [participant] },
      ['required', 'participants'],
      ['unknown-field', 'advocates'],
    ],
    [
      'the same person twice, once in capitals',
      { participants: [participant, { ...participant, email: rowan.email.toUpperCase() }] },
      ['advocate-repeated', 'participants.1.email'],
    ],
    ['21 participants', { participants: Array(21).fill(participant) }, ['too-long', 'participants']],
    ['what the pathway asks for', { releaseAgreed: true }, ['unknown-field', 'releaseAgreed']],
    ['a reason for admission', { admissionReason: 'Sample' }, ['unknown-field', 'admissionReason']],
    ['a closed school', { urn: '900011' }, ['school-closed', 'urn']],
    ['a school of another hub', { urn: '900023' }, ['school-of-another-hub', 'urn']],
    ['a year not open yet', { academicYear: '2027-28' }, ['applications-not-open', 'academicYear']],
    [
      'every fault of form at once',
      {
        urn: 1,
        headteacher: { name: head.name },
        participants: [{ ...participant, role: 'head' }],
        extra: 1,
      },
      ['wrong-type', 'urn'],
      ['required', 'headteacher.email'],
      ['invalid-value', 'participants.0.role'],
      ['unknown-field', 'extra'],
    ],
    [
      'every rule at once',
      { urn: '900011', topic: 'choir-practice', participants: [participant, participant] },
      ['school-closed', 'urn'],
      ['topic-unknown', 'topic'],
      ['advocate-repeated', 'participants.1.email'],
    ],
  ];
  it.each(rulings)('is refused for %s, and the attempt is kept', async (what, changes, ...faults) => {
    const [first, ...others] = faults;
    if (!first) throw new Error('no fault');
    const send = () =>
      origin.post('/enrolments', preparatoryForm('900001', changes), key(what.replace(/\W/g, '-')));
    const [attempt, ...more] = await court.refuses(send, first, ...others);
    expect(more).toEqual([]);
    expect(attempt).toMatchObject({ hub: 'origin', reasons: faults.map(([code]) => ({ code })) });
  });
});

describe('a preparatory place', () => {
  it('is one a topic and year; two topics are two participations', async () => {
    await enrols(preparatoryForm('900001'), 'continuity');
    await court.refuses(
      () => origin.post('/enrolments', preparatoryForm('900001'), key('continuity-again')),
      ['already-enrolled', 'urn'],
    );
    await enrols(preparatoryForm('900001', { topic: 'subject-leadership' }), 'leadership');
    const { participations } = (await origin.get('/schools/900001')).body;
    expect(participations.sort()).toEqual([
      '900001-2026-27-subject-leadership',
      '900001-2026-27-years-5-8-continuity',
    ]);
  });

  it('neither blocks the pathway nor is blocked by it', async () => {
    await enrols(developmentForm('900001'), 'pathway-after');
    await enrols(developmentForm('900002'), 'pathway-before');
    await enrols(preparatoryForm('900002'), 'beside');
    await court.refuses(
      () => origin.post('/enrolments', developmentForm('900002'), key('pathway-twice')),
      ['already-enrolled', 'urn'],
    );
  });

  it('comes with a placement of its own', async () => {
    await court.programme.host.quiet();
    const id = '900002-2026-27-years-5-8-continuity';
    expect(await court.programme.executions('placement')).toContain(`${id}-placement RUNNING`);
    const { body } = await origin.get(`/participations/${id}`);
    expect(body).toMatchObject({
      status: 'enrolled',
      stage: 'years-5-8-continuity',
      activities: [],
      claims: [],
    });
  });
});

describe('a preparatory Work Group', () => {
  const preparatory = (schools: readonly string[], changes: object = {}) =>
    workGroupForm(schools, { kind: 'preparatory', ...changes });

  const rulings: [string, Record<string, unknown>, ...Fault[]][] = [
    [
      'a topic that only one of them waits for',
      preparatory(['900001', '900002'], { topic: 'subject-leadership' }),
      ['school-not-waiting', 'schools.1'],
    ],
    [
      'a topic that the policy does not have',
      preparatory(['900001', '900002'], { topic: 'choir-practice' }),
      ['school-not-waiting', 'schools.0'],
      ['school-not-waiting', 'schools.1'],
    ],
    [
      'a stage of the pathway for a topic',
      preparatory(['900001', '900002'], { topic: 'development' }),
      ['school-not-waiting', 'schools.0'],
      ['school-not-waiting', 'schools.1'],
    ],
    [
      'a topic that no code could be',
      preparatory(['900001', '900002'], { topic: 'Continuity' }),
      ['invalid-format', 'topic'],
    ],
    [
      'one school, which waits for two topics',
      preparatory(['900001']),
      ['group-size-unconfirmed', 'confirmSize'],
      ['required', 'topic'],
    ],
  ];
  it.each(rulings)('is refused with %s, to the hub and to an admin', async (_, form, first, ...others) => {
    for (const person of [origin, admin]) {
      await court.refuses(() => person.post('/work-groups', form), first, ...others);
    }
  });

  it('works on the topic that all its schools wait for, and their pathway waits on', async () => {
    const { status, body } = await origin.post('/work-groups', preparatory(['900001', '900002']));
    expect([status, body.topic]).toEqual([201, 'years-5-8-continuity']);
    const statusOf = async (id: string) => (await origin.get(`/participations/${id}`)).body.status;
    expect(await statusOf('900001-2026-27-years-5-8-continuity')).toBe('placed');
    expect(await statusOf('900001-2026-27-subject-leadership')).toBe('enrolled');
    expect(await statusOf('900001-2026-27-development')).toBe('enrolled');
    for (const waiting of ['subject-leadership', 'development']) {
      await court.refuses(
        () => origin.post(`/asks/900001-2026-27-${waiting}.placement/answer`, { workGroupId: body.id }),
        ['group-of-another-kind', 'workGroupId'],
      );
    }
  });
});
