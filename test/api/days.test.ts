import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, type Fault, startCourt } from '../support/court.ts';
import { declaration } from '../support/forms.ts';
import { BEFORE_THE_OFFER, hurryLeading, OFFERED } from '../support/hurried-leading.ts';
import type { Person } from '../support/programme.ts';

const YEAR = 'sp-0001-2026-27-leading';
const days = (withOtherSchools: unknown, hubWork: unknown = 0) => ({ withOtherSchools, hubWork });

describe('the days of a leading Specialist', () => {
  let court: Court;
  let origin: Person;
  let admin: Person;
  const declares = (term: string, answer: unknown, person = origin) =>
    person.post(`/asks/${YEAR}.days-${term}/answer`, answer);
  const late = (body: object, person = admin, id = YEAR) =>
    person.post(`/participations/${id}/declarations`, { reason: 'A sample reason', ...body });
  const claims = async () =>
    (await origin.get(`/participations/${YEAR}`)).body.claims.map(
      ({ id, amount, urn }: Record<string, unknown>) => [id, amount, urn],
    );

  beforeAll(async () => {
    court = await startCourt({ now: toInstant(BEFORE_THE_OFFER) });
    await hurryLeading(court.programme);
    [origin, admin] = await Promise.all([court.programme.hub('origin'), court.programme.admin()]);
    await court.programme.advanceTo(OFFERED);
    expect((await origin.post(`/asks/${YEAR}.leading/answer`, { decision: 'lead' })).status).toBe(200);
    await court.programme.advanceTo('2026-09-02T09:00:00Z');
  });
  afterAll(() => court.stop());

  it('are asked for term by term, of the hub', async () => {
    const { items } = (await origin.get('/asks?kind=days')).body;
    expect(
      items.map((ask: Record<string, unknown>) => [ask['term'], ask['status'], ask['answeredBy']]),
    ).toEqual([
      ['autumn', 'open', 'hub'],
      ['spring', 'upcoming', 'hub'],
      ['summer', 'upcoming', 'hub'],
    ]);
    const { days: plan } = (await origin.get(`/participations/${YEAR}`)).body;
    expect(plan).toMatchObject({ withOtherSchools: 35_000, hubWork: 20_000, most: 15 });
  });

  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['one kind of days only', { withOtherSchools: 1 }, ['required', 'hubWork']],
    ['less than none', days(-1), ['invalid-value', 'withOtherSchools']],
    ['a third of a day', days(1, 0.3), ['invalid-value', 'hubWork']],
    ['days in words', days('two'), ['wrong-type', 'withOtherSchools']],
    ['an amount of money', { ...days(1), amount: 1 }, ['unknown-field', 'amount']],
    ['more than a year has', days(367), ['invalid-value', 'withOtherSchools']],
    ['half a day too many', days(15, 0.5), ['days-over-limit', 'withOtherSchools']],
    [
      'another kind of answer',
      { decision: 'lead' },
      ['required', 'withOtherSchools'],
      ['required', 'hubWork'],
      ['unknown-field', 'decision'],
    ],
  ];
  it.each(rulings)('are refused with %s', async (_, answer, first, ...others) => {
    await court.refuses(() => declares('autumn', answer), first, ...others);
  });

  it('are another hub’s not to see, and no term’s before its window', async () => {
    const solent = await court.programme.hub('solent');
    await court.refuses(() => declares('autumn', days(1), solent), ['not-found', 'id']);
    await court.refuses(() => declares('spring', days(1)), ['ask-not-open-yet', '']);
  });

  it('are explained before they are declared: nobody knows their worth, but what a day is paid', async () => {
    const { body } = await origin.get(`/funding/claims/${YEAR}.autumn`);
    expect(body).toMatchObject({
      status: 'not-raised',
      stage: 'leading',
      rates: { policyVersion: 2, withOtherSchools: 35_000, hubWork: 20_000, mostDays: 15 },
      next: { what: 'days', who: 'hub' },
    });
    expect(body).not.toHaveProperty('amount');
    expect((await origin.get(`/funding/claims/${YEAR}.spring`)).body.next).toMatchObject({
      what: 'window-to-open',
      who: 'hub',
    });
    expect((await origin.get(`/funding/claims/${YEAR}.started`)).status).toBe(404);
  });

  it('are paid by the half, £350 with other schools and £200 for the hub, in one claim a term', async () => {
    const { status, body } = await declares('autumn', days(4, 1.5));
    expect([status, body.status, body.term]).toEqual([200, 'answered', 'autumn']);
    expect(await claims()).toEqual([[`${YEAR}.autumn`, 170_000, '900005']]);
    expect((await origin.get(`/funding/claims/${YEAR}.autumn`)).body).toMatchObject({
      amount: 170_000,
      releasedBy: { days: { withOtherSchools: 4, hubWork: 1.5 }, late: false },
      rates: { withOtherSchools: 35_000, hubWork: 20_000 },
    });
    await court.refuses(() => declares('autumn', days(1)), ['ask-already-answered', '']);
    const { timeline } = (await origin.get(`/participations/${YEAR}`)).body;
    expect(timeline.slice(-3).map(({ type }: { type: string }) => type)).toEqual([
      'AskAnswered',
      'DaysDeclared',
      'ClaimRaised',
    ]);
  });

  it('are at most fifteen a year, all terms together: more are refused, not trimmed', async () => {
    await court.programme.advanceTo('2026-09-06T09:00:00Z');
    await court.refuses(() => declares('spring', days(5, 5)), ['days-over-limit', 'withOtherSchools']);
    expect((await declares('spring', days(0, 9))).status).toBe(200);
    expect(await claims()).toContainEqual([`${YEAR}.spring`, 180_000, '900005']);
  });

  it('that nobody declared in time are missed, and the year is over all the same', async () => {
    await court.programme.advanceTo('2026-09-15T17:30:00Z');
    const { status, outcome, days: plan, timeline } = (await origin.get(`/participations/${YEAR}`)).body;
    expect([status, outcome, plan.terms.at(-1)]).toEqual([
      'closed',
      'finish',
      { term: 'summer', status: 'missed' },
    ]);
    expect(timeline.map(({ type }: { type: string }) => type)).toContain('DaysMissed');
    await court.refuses(() => declares('summer', days(1)), ['ask-closed', '']);
  });

  it('are declared late by an admin only, with a reason, once, and within the same fifteen', async () => {
    await court.refuses(
      () => late({ term: 'summer', ...days(0.5) }, origin),
      ['not-permitted', 'Authorization'],
    );
    const unreasoned = { term: 'summer', ...days(0.5), reason: undefined };
    await court.refuses(() => late(unreasoned), ['required', 'reason']);
    await court.refuses(() => late({ term: 'winter', ...days(0.5) }), ['invalid-value', 'term']);
    await court.refuses(() => late({ term: 'autumn', ...days(0.5) }), ['milestone-not-missed', 'term']);
    await court.refuses(
      () => late({ milestone: 'started', ...declaration('2026-09-02') }),
      ['milestone-unknown', 'milestone'],
    );
    await court.refuses(() => late({ term: 'summer', ...days(1) }), ['days-over-limit', 'withOtherSchools']);
    expect((await late({ term: 'summer', ...days(0.5) })).status).toBe(200);
    expect(await claims()).toContainEqual([`${YEAR}.summer`, 17_500, '900005']);
    await court.refuses(() => late({ term: 'summer', ...days(0) }), ['milestone-not-missed', 'term']);
  });

  it('of a year that is not one of leading are none', async () => {
    await court.refuses(
      () => late({ term: 'autumn', ...days(1) }, admin, 'sp-0002-2026-27-leading'),
      ['milestone-unknown', 'term'],
    );
  });
});
