import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { developmentForm, key, preparatoryForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

let court: Court;
let origin: Person;
let solent: Person;
let admin: Person;
beforeAll(async () => {
  court = await startCourt();
  origin = await court.programme.hub('origin');
  solent = await court.programme.hub('solent');
  admin = await court.programme.admin();
  // Nobody's school until it is enrolled: its first period begins on 2 March.
  expect((await origin.post('/enrolments', developmentForm('900067'), key('first'))).status).toBe(202);
  await court.programme.advanceTo('2026-03-20T09:00:00Z');
});
afterAll(() => court.stop());

const moves = (body: unknown, urn = '900067') => admin.post(`/schools/${urn}/hub`, body);
const to = (hub: unknown, from: unknown = '2026-03-15') => ({ hub, from });

describe('a change of hub', () => {
  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['an empty form', {}, ['required', 'hub'], ['required', 'from']],
    ['a hub that is none', to('atlantis'), ['hub-unknown', 'hub']],
    ['a hub that no code could be', to('Solent Maths Hub'), ['invalid-format', 'hub']],
    ['the hub that it has', to('origin'), ['hub-unchanged', 'hub']],
    ['tomorrow', to('solent', '2026-03-21'), ['period-overlaps', 'from']],
    ['the day on which the present period began', to('solent', '2026-03-02'), ['period-overlaps', 'from']],
    ['a day before the present period', to('solent', '2025-09-01'), ['period-overlaps', 'from']],
    ['a day that no calendar has', to('solent', '2026-04-31'), ['invalid-format', 'from']],
    ['an end', { ...to('solent'), to: '2026-08-31' }, ['unknown-field', 'to']],
  ];
  it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
    await court.refuses(() => moves(body), first, ...others);
  });

  it('is refused for a school that has no hub to leave', async () => {
    await court.refuses(() => moves(to('solent'), '900068'), ['school-without-hub', 'urn']);
  });

  it.each(['999999', 'nonsense', '90000', '%00'])('finds no school under %s', async (urn) => {
    await court.refuses(() => moves(to('solent'), urn), ['not-found', 'id']);
  });

  it('dates the periods, one after the other', async () => {
    const { status, body } = await moves(to('solent'));
    expect([status, body]).toEqual([
      200,
      {
        urn: '900067',
        hub: 'solent',
        hubPeriods: [
          { hub: 'origin', from: '2026-03-02', to: '2026-03-15' },
          { hub: 'solent', from: '2026-03-15' },
        ],
      },
    ]);
    await court.refuses(() => moves(to('origin', '2026-03-15')), ['period-overlaps', 'from']);
    await court.refuses(() => moves(to('solent', '2026-03-16')), ['hub-unchanged', 'hub']);
  });

  it('leaves the year that was enrolled with its hub, and shows it to the new one, which may not touch it', async () => {
    const id = '900067-2026-27-development';
    for (const person of [origin, solent]) {
      expect((await person.get(`/participations/${id}`)).body).toMatchObject({ hub: 'origin' });
    }
    const leaving = { reason: 'capacity', effectiveOn: '2026-03-19' };
    await court.refuses(() => solent.post(`/participations/${id}/withdrawal`, leaving), ['not-found', 'id']);
  });

  it('gives what begins afterwards to the new hub alone', async () => {
    const next = preparatoryForm('900067');
    await court.refuses(
      () => origin.post('/enrolments', next, key('late')),
      ['school-of-another-hub', 'urn'],
    );
    expect((await solent.post('/enrolments', next, key('next'))).status).toBe(202);
    await court.refuses(
      () => origin.get('/participations/900067-2026-27-years-5-8-continuity'),
      ['not-found', 'id'],
    );
  });
});
