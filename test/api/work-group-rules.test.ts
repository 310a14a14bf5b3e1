import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key } from '../support/forms.ts';
import type { Answer, Person } from '../support/programme.ts';
import { storedOf } from '../support/stored.ts';

const group = (schools: readonly unknown[], changes: Readonly<Record<string, unknown>> = {}) => ({
  kind: 'development',
  academicYear: '2026-27',
  lead: 'sp-0001',
  schools,
  ...changes,
});
const placementAsk = (urn: string) => `/asks/${urn}-2026-27-development.placement/answer`;

async function enrol(person: Person, ...urns: string[]): Promise<void> {
  for (const urn of urns) {
    const { status } = await person.post('/enrolments', developmentForm(urn), key(`enrol-${urn}`));
    expect(status).toBe(202);
  }
}

describe('a Work Group', () => {
  let court: Court;
  let origin: Person;
  let solent: Person;
  let admin: Person;
  beforeAll(async () => {
    court = await startCourt();
    origin = await court.programme.hub('origin');
    solent = await court.programme.hub('solent');
    admin = await court.programme.admin();
    await enrol(origin, '900001', '900002', '900003', '900004', '900005', '900007', '900008');
    await enrol(solent, '900048', '900049');
  });
  afterAll(() => court.stop());

  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['no schools', group([]), ['too-short', 'schools']],
    ['one school', group(['900001']), ['group-too-small', 'schools']],
    ['three schools', group(['900001', '900002', '900003']), ['group-too-large', 'schools']],
    [
      'three schools, confirmed: this size is not the hub’s to confirm',
      group(['900001', '900002', '900003'], { confirmSize: true }),
      ['group-too-large', 'schools'],
    ],
    ['thirteen schools', group(Array(13).fill('900001')), ['too-long', 'schools']],
    ['the same school twice', group(['900001', '900001']), ['school-repeated', 'schools.1']],
    ['the lead’s own school', group(['900001', '900005']), ['lead-of-member-school', 'lead']],
    [
      'a lead who is not accredited',
      group(['900001', '900002'], { lead: 'sp-0009' }),
      ['lead-not-accredited', 'lead'],
    ],
    [
      'a lead who is not accredited, with their own school',
      group(['900001', '900007'], { lead: 'sp-0009' }),
      ['lead-not-accredited', 'lead'],
      ['lead-of-member-school', 'lead'],
    ],
    ['a lead nobody knows', group(['900001', '900002'], { lead: 'sp-0999' }), ['lead-unknown', 'lead']],
    ['a lead by name', group(['900001', '900002'], { lead: 'Ash' }), ['invalid-format', 'lead']],
    ['a school that never enrolled', group(['900001', '900006']), ['school-not-waiting', 'schools.1']],
    ['a school of another hub', group(['900048', '900001']), ['school-not-waiting', 'schools.0']],
    ['a school that does not exist', group(['900001', '999999']), ['school-not-waiting', 'schools.1']],
    [
      'another year',
      group(['900001', '900002'], { academicYear: '2027-28' }),
      ['school-not-waiting', 'schools.0'],
      ['school-not-waiting', 'schools.1'],
    ],
    [
      'a year without a policy',
      group(['900001', '900002'], { academicYear: '2041-42' }),
      ['no-policy-for-year', 'academicYear'],
    ],
    [
      'another kind, of a size that is not usual',
      group(['900001', '900002'], { kind: 'embedding-and-sustaining' }),
      ['group-size-unconfirmed', 'confirmSize'],
      ['school-not-waiting', 'schools.0'],
      ['school-not-waiting', 'schools.1'],
    ],
    ['a kind that is none', group(['900001', '900002'], { kind: 'choir' }), ['invalid-value', 'kind']],
    [
      'a hub that is not the caller’s to choose',
      group(['900001', '900002'], { hub: 'solent' }),
      ['unknown-field', 'hub'],
    ],
    ['schools as one text', { ...group([]), schools: '900001,900002' }, ['wrong-type', 'schools']],
    ['a URN that is a number', group([900001, '900002']), ['wrong-type', 'schools.0']],
    [
      'agreement that is a text',
      group(['900001', '900002'], { confirmSize: 'yes' }),
      ['wrong-type', 'confirmSize'],
    ],
  ];
  it.each(rulings)('is refused with %s', async (_, form, first, ...others) => {
    expect(await court.refuses(() => origin.post('/work-groups', form), first, ...others)).toEqual([]);
  });

  it('is of one hub, also when an admin forms it; the fault is on the school that is not', async () => {
    await court.refuses(
      () => admin.post('/work-groups', group(['900006', '900001', '900048'])),
      ['group-too-large', 'schools'],
      ['school-not-waiting', 'schools.0'],
      ['school-of-another-hub', 'schools.2'],
    );
  });

  it('that is full takes no third school, whatever the hub tries', async () => {
    const formed = await origin.post('/work-groups', group(['900001', '900002']));
    expect(formed.status).toBe(201);
    const { id } = formed.body;
    await court.refuses(
      () => origin.post(placementAsk('900003'), { workGroupId: id }),
      ['group-full', 'workGroupId'],
    );
    await court.refuses(
      () => origin.post(placementAsk('900005'), { workGroupId: id }),
      ['group-full', 'workGroupId'],
      ['lead-of-member-school', 'workGroupId'],
    );
    await court.refuses(
      () => solent.post(placementAsk('900048'), { workGroupId: id }),
      ['group-unknown', 'workGroupId'],
    );
    await court.refuses(
      () => admin.post(placementAsk('900048'), { workGroupId: id }),
      ['group-of-another-kind', 'workGroupId'],
      ['group-full', 'workGroupId'],
    );
    await court.refuses(
      () => origin.post('/work-groups', group(['900001', '900003'])),
      ['school-not-waiting', 'schools.0'],
    );
  });

  it('is none that nobody formed', async () => {
    const nobodys = { workGroupId: 'wg-000000000000' };
    await court.refuses(() => origin.post(placementAsk('900003'), nobodys), ['group-unknown', 'workGroupId']);
    await court.refuses(
      () => origin.post(placementAsk('900003'), { workGroupId: '' }),
      ['invalid-format', 'workGroupId'],
    );
  });

  it('finds no third slot with a lead who has two groups', async () => {
    expect((await origin.post('/work-groups', group(['900003', '900004']))).status).toBe(201);
    await court.refuses(
      () => origin.post('/work-groups', group(['900007', '900008'])),
      ['lead-fully-booked', 'lead'],
    );
    await court.refuses(
      () => solent.post('/work-groups', group(['900048', '900049'])),
      ['lead-fully-booked', 'lead'],
    );
    const { leading } = (await origin.get('/specialists/sp-0001')).body;
    expect(leading).toHaveLength(2);
  });
});

describe('a race for a lead', () => {
  let court: Court;
  beforeAll(async () => {
    court = await startCourt();
  });
  afterAll(() => court.stop());

  /** The hubs with two waiting schools and more, each with one pair. */
  const PAIRS: Readonly<Record<string, readonly string[]>> = {
    origin: ['900001', '900002'],
    'turing-nw': ['900024', '900025'],
    'great-north': ['900032', '900033'],
    cambridge: ['900040', '900041'],
    solent: ['900048', '900049'],
    jurassic: ['900056', '900057'],
    central: ['900062', '900063'],
  };

  it('of twenty users of seven hubs ends with two groups, and every loser is told why', async () => {
    const hubs = Object.keys(PAIRS);
    const racers: Promise<Answer>[] = [];
    const people: [Person, readonly string[]][] = [];
    for (const hub of hubs) {
      const [first, second] = await Promise.all([court.programme.hub(hub), court.programme.hub(hub, 'b')]);
      await enrol(first, ...(PAIRS[hub] ?? []));
      people.push([first, PAIRS[hub] ?? []], [second, PAIRS[hub] ?? []], [first, PAIRS[hub] ?? []]);
    }
    for (const [person, pair] of people.slice(0, 20)) {
      racers.push(person.post('/work-groups', group(pair, { lead: 'sp-0002' })));
    }
    const answers = await Promise.all(racers);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const { status, body } of answers) {
      if (status === 201) continue;
      const codes = body.errors.map(({ code }: { code: string }) => code);
      expect(['lead-fully-booked', 'school-not-waiting', 'ask-already-answered']).toContain(codes[0]);
    }
    const groups = await storedOf(court.stored, 'work-group');
    expect(groups).toHaveLength(2);
    const placed = (await storedOf(court.stored, 'participation')).filter(
      ({ status }) => status === 'placed',
    );
    expect(placed.map(({ workGroupId }) => workGroupId).sort()).toEqual(
      groups.flatMap(({ id }) => [id, id]).sort(),
    );
    const lead = (await storedOf(court.stored, 'specialist')).find(({ id }) => id === 'sp-0002');
    expect(lead?.['leading']).toHaveLength(2);
    expect(court.programme.log()).not.toContain('"level":"error"');
  });

  it('of two groups for one school gives it one seat', async () => {
    const solent = await court.programme.hub('solent');
    await enrol(solent, '900050', '900051', '900052');
    const answers = await Promise.all([
      solent.post('/work-groups', group(['900050', '900051'], { lead: 'sp-0003' })),
      solent.post('/work-groups', group(['900050', '900052'], { lead: 'sp-0004' })),
      solent.post('/work-groups', group(['900052', '900051'], { lead: 'sp-0005' })),
    ]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers) {
      // Which of the two it is told depends on what it read first: the school's row or its ask.
      if (status !== 201)
        expect(['school-not-waiting', 'ask-already-answered']).toContain(body.errors[0].code);
    }
    const seats = (await storedOf(court.stored, 'participation')).filter(
      ({ urn, workGroupId }) => workGroupId && ['900050', '900051', '900052'].includes(String(urn)),
    );
    expect(seats).toHaveLength(2);
  });
});
