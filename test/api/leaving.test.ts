import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key, preparatoryForm, workGroupForm } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';
const THREE = '900003-2026-27-development';
const leave = (changes: object = {}) => ({ reason: 'staffing', effectiveOn: '2026-09-15', ...changes });

let court: Court;
let origin: Person;
let workGroupId: string;
beforeAll(async () => {
  court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z'), schedules: {} });
  origin = await court.programme.hub('origin');
  for (const urn of ['900001', '900002', '900003']) {
    expect((await origin.post('/enrolments', developmentForm(urn), key(urn))).status).toBe(202);
  }
  workGroupId = (await origin.post('/work-groups', workGroupForm(['900001', '900002']))).body.id;
  await court.programme.advanceTo('2026-09-20T12:00:00Z');
});
afterAll(() => court.stop());

const withdraws = (id: string, body: unknown, person = origin) =>
  person.post(`/participations/${id}/withdrawal`, body);

describe('a withdrawal', () => {
  const rulings: [string, unknown, ...Fault[]][] = [
    ['nothing', undefined, ['required', '']],
    ['an empty form', {}, ['required', 'reason'], ['required', 'effectiveOn']],
    ['a list', [leave()], ['wrong-type', '']],
    ['a reason that is none', leave({ reason: 'boredom' }), ['invalid-value', 'reason']],
    ['a Specialist’s reason', leave({ reason: 'ill-health' }), ['invalid-value', 'reason']],
    ['a day that no calendar has', leave({ effectiveOn: '2026-09-31' }), ['invalid-format', 'effectiveOn']],
    ['a moment for a day', leave({ effectiveOn: '2026-09-15T10:00:00Z' }), ['invalid-format', 'effectiveOn']],
    ['tomorrow', leave({ effectiveOn: '2026-09-21' }), ['effective-out-of-range', 'effectiveOn']],
    [
      'the day before the enrolment',
      leave({ effectiveOn: '2026-08-24' }),
      ['effective-out-of-range', 'effectiveOn'],
    ],
    ['a note with a null byte', leave({ note: 'a\u0000b' }), ['control-characters', 'note']],
    ['a note in two lines', leave({ note: 'a\nb' }), ['control-characters', 'note']],
    ['a note of spaces', leave({ note: '  ' }), ['required', 'note']],
    ['a note that is a novel', leave({ note: 'n'.repeat(201) }), ['too-long', 'note']],
    ['a field of its own', leave({ amount: 1 }), ['unknown-field', 'amount']],
    [
      'everything at once',
      { reason: 1, effectiveOn: 'soon', note: 7, refund: true },
      ['invalid-value', 'reason'],
      ['invalid-format', 'effectiveOn'],
      ['wrong-type', 'note'],
      ['unknown-field', 'refund'],
    ],
  ];
  it.each(rulings)('is refused with %s', async (_, body, first, ...others) => {
    await court.refuses(() => withdraws(ONE, body), first, ...others);
  });

  it('of another hub’s school finds nothing, as does one of a year that never was', async () => {
    const solent = await court.programme.hub('solent');
    const ids = [
      ONE,
      '900999-2026-27-development',
      'nonsense',
      `${ONE}%00`,
      `${ONE}.placement`,
      '%F0%9F%91%A9',
    ];
    for (const id of ids) await court.refuses(() => withdraws(id, leave(), solent), ['not-found', 'id']);
  });

  it('that takes effect before the school had its seat leaves no seat that ends before it began', async () => {
    expect((await origin.post('/enrolments', preparatoryForm('900004'), key('900004'))).status).toBe(202);
    await court.programme.advanceTo('2026-09-22T12:00:00Z');
    const alone = { kind: 'preparatory', lead: 'sp-0002', confirmSize: true };
    const group = (await origin.post('/work-groups', workGroupForm(['900004'], alone))).body.id;
    const id = '900004-2026-27-years-5-8-continuity';
    expect((await withdraws(id, leave({ effectiveOn: '2026-09-21' }))).status).toBe(200);
    const { members } = (await origin.get(`/work-groups/${group}`)).body;
    expect(members).toMatchObject([{ joinedOn: '2026-09-22', leftOn: '2026-09-22' }]);
    expect((await origin.get(`/participations/${id}`)).body.withdrawal.effectiveOn).toBe('2026-09-21');
  });

  it('keeps what was earned, cancels what is asked, and frees the seat', async () => {
    const started = await origin.post(`/asks/${ONE}.declaration-started/answer`, declaration('2026-09-02'));
    expect(started.status).toBe(200);
    const { status, body } = await withdraws(ONE, leave({ note: 'A sample note' }));
    expect([status, body.status, body.withdrawal]).toEqual([
      200,
      'withdrawn',
      { reason: 'staffing', effectiveOn: '2026-09-15' },
    ]);
    await court.programme.host.quiet();
    const after = (await origin.get(`/participations/${ONE}`)).body;
    expect(after.claims).toMatchObject([{ instalment: 'started', amount: 100_000, status: 'raised' }]);
    expect(
      after.asks.map(({ kind, milestone, status }: Record<string, string>) => [milestone ?? kind, status]),
    ).toEqual(
      expect.arrayContaining([
        ['started', 'answered'],
        ['completed', 'cancelled'],
        ['progression', 'cancelled'],
      ]),
    );
    expect(await court.programme.executions('school-year')).toEqual([`${ONE} ABORTED`, `${TWO} RUNNING`]);
    const { members } = (await origin.get(`/work-groups/${workGroupId}`)).body;
    expect(members).toMatchObject([{ urn: '900001', leftOn: '2026-09-15' }, { urn: '900002' }]);
    expect(JSON.stringify(after)).not.toContain('A sample note');
  });

  it('is one: a second is refused, to the hub and to an admin', async () => {
    const admin = await court.programme.admin();
    for (const person of [origin, admin]) {
      await court.refuses(() => withdraws(ONE, leave(), person), ['nothing-to-withdraw', '']);
    }
  });

  it('leaves nothing that could be answered, declared late, restarted or reopened', async () => {
    const admin = await court.programme.admin();
    await court.refuses(
      () => origin.post(`/asks/${ONE}.declaration-completed/answer`, declaration('2026-09-05')),
      ['ask-cancelled', ''],
    );
    await court.refuses(
      () => origin.post(`/asks/${ONE}.progression/answer`, { decision: 'continue' }),
      ['ask-cancelled', ''],
    );
    const late = { milestone: 'completed', ...declaration('2026-09-05'), reason: 'A sample reason' };
    await court.refuses(() => admin.post(`/participations/${ONE}/declarations`, late), ['ask-cancelled', '']);
    await court.refuses(() => admin.post(`/participations/${ONE}/restart`, {}), ['nothing-to-restart', '']);
    await court.refuses(() => admin.post(`/participations/${ONE}/reopening`, {}), ['not-undecided', '']);
  });

  it('is not for a school that was never placed, whose year is over already', async () => {
    await court.programme.advanceTo('2026-10-17T09:00:00Z');
    await court.refuses(() => withdraws(THREE, leave()), ['nothing-to-withdraw', '']);
  });

  it('is heard once where twenty come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => withdraws(TWO, leave())));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status !== 200) expectRefusal(answer, ['nothing-to-withdraw', '']);
    }
    expect(court.programme.log()).not.toContain('"level":"error"');
  });
});
