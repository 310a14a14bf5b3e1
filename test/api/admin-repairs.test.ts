import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key, SAMPLE_PEOPLE, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';
const [head, rowan, sorrel] = SAMPLE_PEOPLE;

let court: Court;
let origin: Person;
let admin: Person;
let enrolmentId: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z'), schedules: {} });
  origin = await court.programme.hub('origin');
  admin = await court.programme.admin();
  enrolmentId = (await origin.post('/enrolments', developmentForm('900001'), key('one'))).body.id;
  await origin.post('/enrolments', developmentForm('900002'), key('two'));
  expect((await origin.post('/work-groups', workGroupForm(['900001', '900002']))).status).toBe(201);
});
afterAll(() => court.stop());

const late = (happenedOn: string, changes: object = {}) => ({
  milestone: 'started',
  ...declaration(happenedOn),
  reason: 'The register was found',
  ...changes,
});
const declares = (id: string, body: unknown) => admin.post(`/participations/${id}/declarations`, body);
const restarts = (id: string) => admin.post(`/participations/${id}/restart`, {});
const reopens = (id: string) => admin.post(`/participations/${id}/reopening`, {});
const answers = (id: string, ask: string, body: object) => origin.post(`/asks/${id}.${ask}/answer`, body);

const NO_YEARS = [
  '900999-2026-27-development',
  'nonsense',
  '900001-2026-99-development',
  `${ONE}.placement`,
  '%00',
];

describe('a correction of people', () => {
  const teacher = { role: 'teacher', experienceYears: 3 };
  const two = [
    { ...rowan, ...teacher },
    { ...sorrel, ...teacher },
  ];
  const corrects = (body: unknown, id = enrolmentId, person = origin) =>
    person.post(`/enrolments/${id}/corrections`, body);

  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['nobody', {}, ['required', '']],
    ['one person for two', { people: two.slice(0, 1) }, ['advocate-count', 'people']],
    ['three people for two', { people: [...two, { ...head, ...teacher }] }, ['advocate-count', 'people']],
    ['no people', { people: [] }, ['too-short', 'people']],
    [
      'the same person twice',
      { people: [two[0], { ...two[0], email: rowan.email.toUpperCase() }] },
      ['advocate-repeated', 'people.1.email'],
    ],
    [
      'a name with a null byte',
      { headteacher: { ...head, name: 'Q\u0000' } },
      ['control-characters', 'headteacher.name'],
    ],
    [
      'an e-mail that is none',
      { people: [two[0], { ...two[1], email: 'sorrel' }] },
      ['invalid-format', 'people.1.email'],
    ],
    [
      'what the school was judged by',
      { releaseAgreed: false, urn: '900003' },
      ['unknown-field', 'releaseAgreed'],
      ['unknown-field', 'urn'],
    ],
    ['people under the form’s own name', { advocates: two }, ['unknown-field', 'advocates']],
  ];
  it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
    await court.refuses(() => corrects(body), first, ...others);
  });

  it('of another hub’s enrolment finds nothing, as does one of none', async () => {
    const solent = await court.programme.hub('solent');
    for (const id of [enrolmentId, 'en-00000000000000000000', 'nonsense', '%00']) {
      await court.refuses(() => corrects({ headteacher: head }, id, solent), ['not-found', 'id']);
    }
  });

  it('leaves the form with the people as they are now named, and the rest as it was', async () => {
    const people = [two[0], { name: 'Sample Advocate Tansy', email: 'tansy@people.example', ...teacher }];
    expect((await corrects({ people })).status).toBe(200);
    const { form } = (await origin.get(`/enrolments/${enrolmentId}`)).body;
    expect(form).toMatchObject({ advocates: people, headteacher: head, releaseAgreed: true });
    const timeline = (await origin.get(`/participations/${ONE}`)).body.timeline;
    expect(timeline.at(-1)).toMatchObject({ type: 'ContactCorrected', data: { enrolmentId } });
    expect(JSON.stringify(timeline)).not.toContain('Tansy');
  });
});

describe('what only an admin may do', () => {
  it('is done to a year that is there', async () => {
    for (const id of NO_YEARS) {
      await court.refuses(() => declares(id, late('2026-09-10')), ['not-found', 'id']);
      await court.refuses(() => restarts(id), ['not-found', 'id']);
      await court.refuses(() => reopens(id), ['not-found', 'id']);
    }
  });
});

/** One year on one clock: the order of the chapters is the order of the year. */
describe('a late declaration', () => {
  it('is of a year that has opened', async () => {
    await court.refuses(() => declares(ONE, late('2026-09-10')), ['milestone-unknown', 'milestone']);
    await court.refuses(() => reopens(ONE), ['not-undecided', '']);
  });

  it('is not early: what the hub can still declare was not missed', async () => {
    await court.programme.advanceTo('2026-09-20T12:00:00Z');
    for (const milestone of ['started', 'completed']) {
      await court.refuses(
        () => declares(ONE, late('2026-09-10', { milestone })),
        ['milestone-not-missed', 'milestone'],
      );
    }
  });

  describe('in November', () => {
    beforeAll(() => court.programme.advanceTo('2026-11-02T09:00:00Z'));

    const rulings: [string, unknown, ...Fault[]][] = [
      ['nothing', undefined, ['required', '']],
      ['no reason', late('2026-09-10', { reason: undefined }), ['required', 'reason']],
      ['a reason of spaces', late('2026-09-10', { reason: ' ' }), ['required', 'reason']],
      ['a reason with a bell', late('2026-09-10', { reason: 'a\u0007' }), ['control-characters', 'reason']],
      ['no evidence', late('2026-09-10', { evidence: undefined }), ['required', 'evidence']],
      [
        'a milestone that is none',
        late('2026-09-10', { milestone: 'half-way' }),
        ['invalid-value', 'milestone'],
      ],
      [
        'a milestone of Specialists',
        late('2026-09-10', { milestone: 'retained' }),
        ['milestone-unknown', 'milestone'],
      ],
      ['a day before the window', late('2026-08-31'), ['happened-outside-window', 'happenedOn']],
      ['a day after the window', late('2026-11-01'), ['happened-outside-window', 'happenedOn']],
      [
        'a day to come',
        late('2026-11-03'),
        ['happened-outside-window', 'happenedOn'],
        ['happened-in-future', 'happenedOn'],
      ],
      ['an amount', late('2026-09-10', { amount: 1 }), ['unknown-field', 'amount']],
    ];
    it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
      await court.refuses(() => declares(ONE, body), first, ...others);
    });

    it('releases what it would have released in time, once', async () => {
      const { status, body } = await declares(ONE, late('2026-09-10'));
      expect([status, body]).toMatchObject([200, { id: `${ONE}.declaration-started`, status: 'answered' }]);
      const year = (await origin.get(`/participations/${ONE}`)).body;
      expect(year).toMatchObject({
        startedOn: '2026-09-10',
        claims: [{ instalment: 'started', amount: 100_000 }],
      });
      expect(JSON.stringify(year)).not.toContain('The register was found');
      await court.refuses(() => declares(ONE, late('2026-09-10')), ['milestone-not-missed', 'milestone']);
    });
  });

  it('of the start comes before what was declared of the end', async () => {
    await court.programme.advanceTo('2027-06-20T09:00:00Z');
    expect((await answers(TWO, 'declaration-completed', declaration('2027-06-05'))).status).toBe(200);
    await court.refuses(
      () => declares(TWO, late('2027-06-06')),
      ['happened-outside-window', 'happenedOn'],
      ['happened-out-of-order', 'happenedOn'],
    );
  });
});

describe('a year that has closed', () => {
  beforeAll(async () => {
    expect((await answers(ONE, 'progression', { decision: 'finish' })).status).toBe(200);
    await court.programme.advanceTo('2027-09-05T09:00:00Z');
  });

  it('is not restarted, whatever its outcome', async () => {
    for (const [id, outcome] of [
      [ONE, 'finish'],
      [TWO, 'undecided'],
    ]) {
      expect((await origin.get(`/participations/${id}`)).body).toMatchObject({ status: 'closed', outcome });
      await court.refuses(() => restarts(`${id}`), ['nothing-to-restart', '']);
    }
  });

  it('is not reopened where the hub decided, but takes a late declaration', async () => {
    await court.refuses(() => reopens(ONE), ['not-undecided', '']);
    const completed = late('2027-06-05', { milestone: 'completed' });
    expect((await declares(ONE, completed)).status).toBe(200);
    expect((await origin.get(`/participations/${ONE}`)).body).toMatchObject({
      status: 'closed',
      outcome: 'finish',
      completedOn: '2027-06-05',
      claims: [{ instalment: 'completed' }, { instalment: 'started' }],
    });
  });

  it('is reopened where nobody decided, once, and asks again', async () => {
    const { status, body } = await reopens(TWO);
    expect([status, body.status, body.generation]).toEqual([200, 'active', 2]);
    await court.refuses(() => reopens(TWO), ['not-undecided', '']);
    await court.programme.host.quiet();
    expect((await answers(TWO, 'progression', { decision: 'repeat' })).status).toBe(200);
    await court.programme.host.quiet();
    expect((await origin.get(`/participations/${TWO}`)).body.outcome).toBe('repeat');
  });

  it('leaves a placement for the next year, which an admin restarts under a new name', async () => {
    const id = '900002-2027-28-development';
    const { status, body } = await restarts(id);
    expect([status, body]).toEqual([202, { execution: { name: `${id}-placement-r2` } }]);
    await court.programme.host.quiet();
    const own = (await court.programme.executions('placement')).filter((line) => line.startsWith(id));
    expect(own).toEqual([`${id}-placement ABORTED`, `${id}-placement-r2 RUNNING`]);
  });
});
