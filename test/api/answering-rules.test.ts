import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../core/instant.ts';
import { type Court, expectRefusal, type Fault, startCourt } from '../support/court.ts';
import { declaration, developmentForm, key } from '../support/forms.ts';
import type { Person } from '../support/programme.ts';
import { storedOf } from '../support/stored.ts';

const ONE = '900001-2026-27-development';
const TWO = '900002-2026-27-development';
const THREE = '900003-2026-27-development';
const answerTo = (participation: string, ask: string) => `/asks/${participation}.${ask}/answer`;
const group = (schools: readonly string[]) => ({
  kind: 'development',
  academicYear: '2026-27',
  lead: 'sp-0001',
  schools,
});

/** One school's life after another's, on one clock: the order of the chapters is the order of the year. */
describe('an answer', () => {
  let court: Court;
  let origin: Person;
  let workGroupId: string;
  beforeAll(async () => {
    court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z'), schedules: {} });
    origin = await court.programme.hub('origin');
    for (const urn of ['900001', '900002', '900003']) {
      expect((await origin.post('/enrolments', developmentForm(urn), key(urn))).status).toBe(202);
    }
    const formed = await origin.post('/work-groups', group(['900001', '900002']));
    workGroupId = formed.body.id;
  });
  afterAll(() => court.stop());

  const shapes = (ask: string, rulings: readonly [string, unknown, ...Fault[]][]) =>
    it.each(rulings)(`to a ${ask} ask is refused: %s`, async (_, answer, first, ...others) => {
      await court.refuses(() => origin.post(answerTo(ONE, ask), answer), first, ...others);
    });

  describe('in August', () => {
    it('to a placement that has been given is one too many', async () => {
      const again = () => origin.post(answerTo(ONE, 'placement'), { workGroupId });
      await court.refuses(again, ['ask-already-answered', '']);
    });

    it('to what is not asked yet finds nothing', async () => {
      const early = () => origin.post(answerTo(ONE, 'declaration-started'), declaration('2026-09-01'));
      await court.refuses(early, ['not-found', 'id']);
    });

    it.each([
      'nonsense',
      'aaaaaaaaaaaaaaaa.placement',
      '900001-2026-99-development.placement',
      '900001-2026-27-development.',
      '900001-2026-27-development.placement.placement',
      `${ONE}.placement%00`,
      `${ONE}.PLACEMENT`,
      `${ONE}%23.placement`,
      '..%2f..%2fasks',
      '%F0%9F%91%A9',
      'x'.repeat(5_000),
      '',
    ])('to an ask that cannot be finds nothing: %s', async (id) => {
      await court.refuses(() => origin.post(`/asks/${id}/answer`, { workGroupId }), ['not-found', 'id']);
    });

    shapes('placement', [
      ['nothing', undefined, ['required', '']],
      [
        'a declaration',
        declaration('2026-09-01'),
        ['required', 'workGroupId'],
        ['unknown-field', 'happenedOn'],
        ['unknown-field', 'evidence'],
      ],
      ['a group’s name', { workGroupId: 'The Sample Group' }, ['invalid-format', 'workGroupId']],
      ['a list', [workGroupId], ['wrong-type', '']],
    ]);
  });

  describe('in September', () => {
    beforeAll(() => court.programme.advanceTo('2026-09-20T12:00:00Z'));

    shapes('declaration-started', [
      ['nothing', undefined, ['required', '']],
      ['an empty answer', {}, ['required', 'happenedOn'], ['required', 'evidence']],
      [
        'a Work Group',
        { workGroupId: 'wg-000000000000' },
        ['required', 'happenedOn'],
        ['required', 'evidence'],
        ['unknown-field', 'workGroupId'],
      ],
      ['a day that no calendar has', { ...declaration('2026-09-31') }, ['invalid-format', 'happenedOn']],
      ['a moment for a day', { ...declaration('2026-09-01T10:00:00Z') }, ['invalid-format', 'happenedOn']],
      ['a day as people write it', { ...declaration('01/09/2026') }, ['invalid-format', 'happenedOn']],
      ['no evidence', { happenedOn: '2026-09-02' }, ['required', 'evidence']],
      [
        'evidence of no kind',
        { happenedOn: '2026-09-02', evidence: { type: 'hearsay', reference: 'R' } },
        ['invalid-value', 'evidence.type'],
      ],
      [
        'evidence without reference',
        { happenedOn: '2026-09-02', evidence: { type: 'self-evaluation' } },
        ['required', 'evidence.reference'],
      ],
      [
        'a reference of spaces',
        { happenedOn: '2026-09-02', evidence: { type: 'self-evaluation', reference: '  ' } },
        ['required', 'evidence.reference'],
      ],
      [
        'a reference with a null byte',
        { happenedOn: '2026-09-02', evidence: { type: 'self-evaluation', reference: 'R\u0000' } },
        ['control-characters', 'evidence.reference'],
      ],
      [
        'a reference that is a novel',
        { happenedOn: '2026-09-02', evidence: { type: 'self-evaluation', reference: 'R'.repeat(201) } },
        ['too-long', 'evidence.reference'],
      ],
      [
        'a milestone of its own choice',
        { ...declaration('2026-09-02'), milestone: 'completed' },
        ['unknown-field', 'milestone'],
      ],
      ['an amount', { ...declaration('2026-09-02'), amount: 1 }, ['unknown-field', 'amount']],
      ['the day before the window', declaration('2026-08-31'), ['happened-outside-window', 'happenedOn']],
      ['tomorrow', declaration('2026-09-21'), ['happened-in-future', 'happenedOn']],
      [
        'the day after the window, which is also to come',
        declaration('2026-11-01'),
        ['happened-outside-window', 'happenedOn'],
        ['happened-in-future', 'happenedOn'],
      ],
      ['a century ago', declaration('1926-09-20'), ['happened-outside-window', 'happenedOn']],
    ]);

    it.each([
      ['declaration-completed', declaration('2026-09-20')],
      ['progression', { decision: 'continue' }],
    ])('to %s is refused before its window', async (ask, answer) => {
      await court.refuses(() => origin.post(answerTo(ONE, ask), answer), ['ask-not-open-yet', '']);
    });

    it('is heard once where twenty come at the same time', async () => {
      const send = () => origin.post(answerTo(ONE, 'declaration-started'), declaration('2026-09-20'));
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status !== 200) expectRefusal(answer, ['ask-already-answered', '']);
      }
      await court.programme.host.quiet();
      expect(await storedOf(court.stored, 'claim')).toMatchObject([
        { id: `${ONE}.started`, amount: 100_000 },
      ]);
      expect(await court.programme.queue('finance')).toHaveLength(1);
      expect(court.programme.log()).not.toContain('"level":"error"');
    });

    it('is not taken back, by the same hub or another of its users', async () => {
      const colleague = await court.programme.hub('origin', 'b');
      for (const person of [origin, colleague]) {
        const again = () => person.post(answerTo(ONE, 'declaration-started'), declaration('2026-09-01'));
        await court.refuses(again, ['ask-already-answered', '']);
      }
    });

    it('of today is in time, in London, also where it is still yesterday elsewhere', async () => {
      await court.programme.advanceTo('2026-09-20T23:30:00Z');
      const { status } = await origin.post(answerTo(TWO, 'declaration-started'), declaration('2026-09-21'));
      expect(status).toBe(200);
    });
  });

  describe('after a deadline', () => {
    it('to a placement comes too late at 17:00 in London', async () => {
      await court.programme.advanceTo('2026-10-16T16:00:00Z');
      const late = () => origin.post(answerTo(THREE, 'placement'), { workGroupId });
      await court.refuses(late, ['ask-closed', '']);
    });

    it('forms no Work Group either', async () => {
      await court.refuses(
        () => origin.post('/work-groups', group(['900003', '900004'])),
        ['ask-closed', 'schools.0'],
        ['school-not-waiting', 'schools.1'],
      );
    });

    it('places a school of the next year in no group of this one', async () => {
      await court.programme.advanceTo('2026-11-02T09:00:00Z');
      const form = developmentForm('900004', { academicYear: '2027-28' });
      expect((await origin.post('/enrolments', form, key('next-year'))).status).toBe(202);
      await court.refuses(
        () => origin.post(answerTo('900004-2027-28-development', 'placement'), { workGroupId }),
        ['group-of-another-kind', 'workGroupId'],
        ['group-full', 'workGroupId'],
      );
    });
  });

  describe('in June', () => {
    beforeAll(() => court.programme.advanceTo('2027-06-10T09:00:00Z'));

    it('that the year was completed before it started is out of order', async () => {
      await court.refuses(
        () => origin.post(answerTo(ONE, 'declaration-completed'), declaration('2026-09-19')),
        ['happened-outside-window', 'happenedOn'],
        ['happened-out-of-order', 'happenedOn'],
      );
    });

    shapes('progression', [
      ['nothing', undefined, ['required', '']],
      ['no decision', {}, ['required', 'decision']],
      ['a decision that is none', { decision: 'perhaps' }, ['invalid-value', 'decision']],
      ['a decision that is a list', { decision: ['continue'] }, ['invalid-value', 'decision']],
      [
        'activities of the year that ends',
        { decision: 'continue', activities: ['planning-lessons'] },
        ['activity-not-of-stage', 'activities.0'],
      ],
      [
        'eleven activities',
        { decision: 'continue', activities: Array(11).fill('coherent-development') },
        ['too-long', 'activities'],
      ],
      ['nobody taking part', { decision: 'continue', participants: [] }, ['too-short', 'participants']],
      [
        'one person twice, in two spellings',
        {
          decision: 'continue',
          participants: ['ROWAN', 'rowan'].map((name) => ({
            name,
            email: `${name}@people.example`,
            role: 'teacher',
            experienceYears: 1,
          })),
        },
        ['advocate-repeated', 'participants.1.email'],
      ],
    ]);

    it('to what comes next is heard once where twenty differ', async () => {
      const decisions = ['continue', 'repeat', 'finish'];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, each) =>
          origin.post(answerTo(ONE, 'progression'), { decision: decisions[each % 3] }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status !== 200) expectRefusal(answer, ['ask-already-answered', '']);
      }
      expect(court.programme.log()).not.toContain('"level":"error"');
    });
  });

  it('to a school that never started does not lead on', async () => {
    // 900003 was not placed; its year never began, so nothing of it can be answered.
    await court.refuses(
      () => origin.post(answerTo(THREE, 'progression'), { decision: 'continue' }),
      ['not-found', 'id'],
    );
  });
});

describe('a year that was never declared to have started', () => {
  it('does not lead to Embedding, and a late declaration is refused', async () => {
    const court = await startCourt({ now: toInstant('2026-08-25T09:00:00Z'), schedules: {} });
    const solent = await court.programme.hub('solent');
    for (const urn of ['900048', '900049']) {
      expect((await solent.post('/enrolments', developmentForm(urn), key(urn))).status).toBe(202);
    }
    await solent.post('/work-groups', group(['900048', '900049']));
    await court.programme.advanceTo('2027-06-10T09:00:00Z');
    const id = '900048-2026-27-development';
    const late = () => solent.post(answerTo(id, 'declaration-started'), declaration('2026-09-02'));
    await court.refuses(late, ['ask-closed', '']);
    const on = () => solent.post(answerTo(id, 'progression'), { decision: 'continue' });
    await court.refuses(on, ['progression-not-open-to-stage', 'decision']);
    await court.stop();
  });
});
