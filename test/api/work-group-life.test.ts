import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, preparatoryForm, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

let court: Court;
let origin: Person;
let solent: Person;
let admin: Person;
/** Both of sp-0001: the schools 900001 and 900002, and 900004 and 900006. */
let pair: string;
let otherPair: string;
/** Both of sp-0003, of 900001 and 900002: one a topic. */
let continuity: string;
let leadership: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z') });
  origin = await court.programme.hub('origin');
  solent = await court.programme.hub('solent');
  admin = await court.programme.admin();
  const enrols = async (person: Person, form: { urn: string }, name: string) =>
    expect((await person.post('/enrolments', form, key(`${form.urn}-${name}`))).status).toBe(202);
  const forms = async (form: object): Promise<string> => {
    const { status, body } = await origin.post('/work-groups', form);
    expect(status).toBe(201);
    return body.id;
  };
  for (const urn of ['900001', '900002', '900003', '900004', '900005', '900006']) {
    await enrols(origin, developmentForm(urn), 'pathway');
  }
  await enrols(solent, developmentForm('900048'), 'pathway');
  for (const urn of ['900001', '900002', '900003']) {
    await enrols(origin, preparatoryForm(urn, { topic: 'subject-leadership' }), 'leadership');
    if (urn !== '900003') await enrols(origin, preparatoryForm(urn), 'continuity');
  }
  pair = await forms(workGroupForm(['900001', '900002']));
  otherPair = await forms(workGroupForm(['900004', '900006']));
  const preparatory = (topic: string) =>
    forms(workGroupForm(['900001', '900002'], { kind: 'preparatory', lead: 'sp-0003', topic }));
  continuity = await preparatory('years-5-8-continuity');
  leadership = await preparatory('subject-leadership');
});
afterAll(() => court.stop());

const posts = (what: 'members' | 'departures' | 'lead', id: string, body: unknown, person = origin) =>
  person.post(`/work-groups/${id}/${what}`, body);

describe('whatever is done to a Work Group', () => {
  it.each([
    ['members', { urn: '900003' }],
    ['departures', { urn: '900001' }],
    ['lead', { lead: 'sp-0002' }],
  ] as const)('is not done by another hub, nor to a group that is none: %s', async (what, body) => {
    for (const id of [pair, 'wg-000000000000', 'nonsense', 'WG-00000000', '%00', 'x'.repeat(5_000)]) {
      await court.refuses(() => posts(what, id, body, solent), ['not-found', 'id']);
    }
  });

  it.each([
    ['members', 'urn', 'Sample School Alder'],
    ['departures', 'urn', '90000'],
    ['lead', 'lead', 'Ash'],
  ] as const)('is asked for in form: %s', async (what, field, misnamed) => {
    await court.refuses(() => posts(what, pair, undefined), ['required', '']);
    await court.refuses(() => posts(what, pair, []), ['wrong-type', '']);
    await court.refuses(() => posts(what, pair, {}), ['required', field]);
    await court.refuses(() => posts(what, pair, { [field]: misnamed }), ['invalid-format', field]);
    await court.refuses(
      () => posts(what, pair, { [field]: 7, hub: 'solent' }),
      ['wrong-type', field],
      ['unknown-field', 'hub'],
    );
  });
});

describe('a new member', () => {
  const rulings: [string, string, () => string, Fault, ...Fault[]][] = [
    ['a third school for a pair', '900003', () => pair, ['group-full', 'workGroupId']],
    [
      'the lead’s own school, too late as well',
      '900005',
      () => pair,
      ['group-full', 'workGroupId'],
      ['lead-of-member-school', 'workGroupId'],
    ],
    ['a school that never enrolled', '900007', () => pair, ['school-not-waiting', 'urn']],
    ['a school that does not exist', '999999', () => pair, ['school-not-waiting', 'urn']],
    ['a school that sits there', '900001', () => pair, ['school-not-waiting', 'urn']],
    ['a school of another hub', '900048', () => pair, ['school-not-waiting', 'urn']],
    ['a school that waits for the pathway only', '900005', () => leadership, ['school-not-waiting', 'urn']],
    ['a school that waits for another topic', '900003', () => continuity, ['school-not-waiting', 'urn']],
  ];
  it.each(rulings)('is refused: %s', async (_, urn, group, first, ...others) => {
    await court.refuses(() => posts('members', group(), { urn }), first, ...others);
  });

  it('is of the group’s hub, also when an admin seats it', async () => {
    await court.refuses(
      () => posts('members', pair, { urn: '900048' }, admin),
      ['group-of-another-kind', 'workGroupId'],
      ['group-full', 'workGroupId'],
    );
  });

  it('takes a seat of the topic that it waits for; its ask is answered', async () => {
    const { status, body } = await posts('members', leadership, { urn: '900003' });
    expect([status, body]).toMatchObject([
      200,
      { id: '900003-2026-27-subject-leadership.placement', status: 'answered' },
    ]);
    const { members } = (await origin.get(`/work-groups/${leadership}`)).body;
    expect(members.map(({ urn }: { urn: string }) => urn)).toEqual(['900001', '900002', '900003']);
    const { community } = (await origin.get('/participations/900003-2026-27-subject-leadership')).body;
    expect(community).toEqual({ lead: 'sp-0003', schools: ['900001', '900002', '900003'] });
  });
});

describe('another lead', () => {
  const rulings: [string, () => string, string, Fault][] = [
    ['nobody that is known', () => pair, 'sp-0999', ['lead-unknown', 'lead']],
    ['one still in training', () => pair, 'sp-0009', ['lead-not-accredited', 'lead']],
    ['one of a member’s own school', () => otherPair, 'sp-0002', ['lead-of-member-school', 'lead']],
    ['one who leads two groups already', () => pair, 'sp-0003', ['lead-fully-booked', 'lead']],
    ['the one that it has', () => pair, 'sp-0001', ['lead-unchanged', 'lead']],
  ];
  it.each(rulings)('is refused: %s', async (_, group, lead, fault) => {
    for (const person of [origin, admin]) {
      await court.refuses(() => posts('lead', group(), { lead }, person), fault);
    }
  });

  it('takes the group over from today on, and frees a slot of the former', async () => {
    await court.programme.advanceTo('2026-08-28T09:00:00Z');
    const { status, body } = await posts('lead', pair, { lead: 'sp-0002' });
    expect([status, body.lead, body.leads]).toEqual([
      200,
      'sp-0002',
      [
        { lead: 'sp-0001', from: '2026-08-25', to: '2026-08-28' },
        { lead: 'sp-0002', from: '2026-08-28' },
      ],
    ]);
    const leading = async (id: string) => (await origin.get(`/specialists/${id}`)).body.leading;
    expect(await leading('sp-0001')).toMatchObject([
      { workGroupId: pair, to: '2026-08-28' },
      { workGroupId: otherPair },
    ]);
    expect(await leading('sp-0002')).toMatchObject([{ workGroupId: pair, from: '2026-08-28' }]);
    expect((await posts('lead', pair, { lead: 'sp-0001' })).status).toBe(200);
  });
});

describe('a departure', () => {
  it.each(['900003', '900007', '999999', '900048'])(
    'is refused to a school that has no seat: %s',
    async (urn) => {
      await court.refuses(() => posts('departures', pair, { urn }), ['not-a-member', 'urn']);
    },
  );

  it('frees the seat and asks for another; who comes first has it', async () => {
    const id = '900002-2026-27-development';
    const { status, body } = await posts('departures', pair, { urn: '900002' });
    expect(status).toBe(200);
    expect(body.members).toMatchObject([{ urn: '900001' }, { urn: '900002', leftOn: '2026-08-28' }]);
    const waiting = (await origin.get(`/participations/${id}`)).body;
    expect(waiting).toMatchObject({ status: 'enrolled', asks: [{ kind: 'placement', status: 'open' }] });
    await court.programme.host.quiet();
    expect(await court.programme.executions('placement')).toContain(`${id}-placement-r2 RUNNING`);

    await court.refuses(() => posts('departures', pair, { urn: '900002' }), ['not-a-member', 'urn']);
    expect((await posts('members', pair, { urn: '900003' })).status).toBe(200);
    await court.refuses(() => posts('members', pair, { urn: '900002' }), ['group-full', 'workGroupId']);
  });

  it('is over once the year has begun: then a school leaves by withdrawing', async () => {
    await court.programme.advanceTo('2026-09-01T09:00:00Z');
    for (const person of [origin, admin]) {
      await court.refuses(
        () => posts('departures', pair, { urn: '900001' }, person),
        ['year-has-begun', 'urn'],
      );
    }
  });
});
