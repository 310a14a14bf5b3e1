import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

let court: Court;
let origin: Person;
let workGroupId: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z') });
  origin = await court.programme.hub('origin');
  for (const urn of ['900001', '900002', '900003']) {
    expect((await origin.post('/enrolments', developmentForm(urn), key(urn))).status).toBe(202);
  }
  workGroupId = (await origin.post('/work-groups', workGroupForm(['900001', '900002']))).body.id;
});
afterAll(() => court.stop());

const session = (changes: object = {}) => ({
  heldOn: '2026-09-15',
  type: 'meeting',
  attended: ['900001', '900002'],
  ...changes,
});
const records = (body: unknown, person = origin, id = workGroupId) =>
  person.post(`/work-groups/${id}/sessions`, body);

describe('a session', () => {
  it('is of the Work Group’s year: what was held before it is not', async () => {
    await court.refuses(() => records(session({ heldOn: '2026-08-25' })), ['held-outside-year', 'heldOn']);
    await court.refuses(() => records(session()), ['held-in-future', 'heldOn']);
  });

  describe('in September', () => {
    beforeAll(() => court.programme.advanceTo('2026-09-20T12:00:00Z'));

    const rulings: [string, unknown, ...Fault[]][] = [
      ['nothing', undefined, ['required', '']],
      ['an empty form', {}, ['required', 'heldOn'], ['required', 'type'], ['required', 'attended']],
      ['tomorrow', session({ heldOn: '2026-09-21' }), ['held-in-future', 'heldOn']],
      ['the day before the year', session({ heldOn: '2026-08-31' }), ['held-outside-year', 'heldOn']],
      [
        'the year after',
        session({ heldOn: '2027-09-01' }),
        ['held-in-future', 'heldOn'],
        ['held-outside-year', 'heldOn'],
      ],
      ['a day that no calendar has', session({ heldOn: '2026-09-31' }), ['invalid-format', 'heldOn']],
      ['a type that is none', session({ type: 'party' }), ['invalid-value', 'type']],
      ['nobody there', session({ attended: [] }), ['too-short', 'attended']],
      ['thirteen schools', session({ attended: Array(13).fill('900001') }), ['too-long', 'attended']],
      [
        'a school that waits for a seat',
        session({ attended: ['900001', '900003'] }),
        ['not-a-member', 'attended.1'],
      ],
      ['a school nobody knows', session({ attended: ['999999'] }), ['not-a-member', 'attended.0']],
      ['a school by name', session({ attended: ['Alder'] }), ['invalid-format', 'attended.0']],
      [
        'the same school twice',
        session({ attended: ['900001', '900001'] }),
        ['school-repeated', 'attended.1'],
      ],
      ['people', session({ people: ['Rowan'] }), ['unknown-field', 'people']],
      [
        'every rule at once',
        session({ heldOn: '2026-09-21', attended: ['900003', '900003'] }),
        ['held-in-future', 'heldOn'],
        ['not-a-member', 'attended.0'],
        ['not-a-member', 'attended.1'],
        ['school-repeated', 'attended.1'],
      ],
    ];
    it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
      await court.refuses(() => records(body), first, ...others);
    });

    it('of another hub’s Work Group finds nothing, as does one of none', async () => {
      const solent = await court.programme.hub('solent');
      for (const id of [workGroupId, 'wg-000000000000', 'nonsense', '%00']) {
        await court.refuses(() => records(session(), solent, id), ['not-found', 'id']);
      }
      expectNotFound(await solent.get(`/work-groups/${workGroupId}`));
    });

    it('is shown on the group, and on the year of those who attended', async () => {
      const visit = session({ type: 'visit', heldOn: '2026-09-01', attended: ['900002'] });
      for (const body of [session(), visit]) {
        const answer = await records(body);
        expect([answer.status, answer.body]).toEqual([201, { id: expect.stringMatching(/^se-/), ...body }]);
      }
      const sessionsOf = async (path: string) => {
        const { sessions } = (await origin.get(path)).body;
        return sessions.map(({ heldOn, type }: Record<string, string>) => `${heldOn} ${type}`).sort();
      };
      const both = ['2026-09-01 visit', '2026-09-15 meeting'];
      expect(await sessionsOf(`/work-groups/${workGroupId}`)).toEqual(both);
      expect(await sessionsOf('/participations/900001-2026-27-development')).toEqual(['2026-09-15 meeting']);
      expect(await sessionsOf('/participations/900002-2026-27-development')).toEqual(both);
    });

    it('names a school that has left, for it was there', async () => {
      const leaving = { reason: 'capacity', effectiveOn: '2026-09-18' };
      const left = await origin.post('/participations/900002-2026-27-development/withdrawal', leaving);
      expect(left.status).toBe(200);
      expect((await records(session({ heldOn: '2026-09-17' }))).status).toBe(201);
    });
  });
});

function expectNotFound({ status, body }: Awaited<ReturnType<Person['get']>>): void {
  expect([status, body.errors[0].code]).toEqual([404, 'not-found']);
}
