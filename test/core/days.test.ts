import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysAmount, daysDeclared, daysReasons } from '../../core/days.ts';
import { sampleDayPlan } from '../support/sample-rows.ts';

/** A year of which so many days were declared in the autumn, and none since. */
const declaredYear = (withOtherSchools: number, hubWork: number) =>
  sampleDayPlan({
    terms: [
      { term: 'autumn', status: 'declared', withOtherSchools, hubWork },
      { term: 'spring', status: 'missed' },
      { term: 'summer', status: 'to-do' },
    ],
  });
const codes = (...args: Parameters<typeof daysReasons>) => daysReasons(...args).map(({ code }) => code);

/** Days as a form may have them: halves, no more than a year has. */
const halves = fc.integer({ min: 0, max: 732 }).map((each) => each / 2);
const days = fc.record({ withOtherSchools: halves, hubWork: halves });

describe('the days of a year of leading', () => {
  it('are those of all terms and both kinds together; a missed term has none', () => {
    expect(daysDeclared(sampleDayPlan())).toBe(0);
    expect(daysDeclared(declaredYear(4, 1.5))).toBe(5.5);
  });

  it.each([
    [0, 0, 15, 0, []],
    [0, 0, 7.5, 7.5, []],
    [0, 0, 15, 0.5, ['days-over-limit']],
    [10, 4.5, 0.5, 0, []],
    [10, 4.5, 0.5, 0.5, ['days-over-limit']],
    [15, 0, 0, 0, []],
    [15, 0, 0, 0.5, ['days-over-limit']],
  ])(
    '%d and %d declared, %d and %d more: refused with %j',
    (schools, hub, withOtherSchools, hubWork, ruling) => {
      expect(codes(declaredYear(schools, hub), { withOtherSchools, hubWork })).toEqual(ruling);
    },
  );

  it('are refused with what is left, never trimmed to it', () => {
    expect(daysReasons(declaredYear(10, 3), { withOtherSchools: 3, hubWork: 0 })).toEqual([
      {
        code: 'days-over-limit',
        field: 'withOtherSchools',
        detail: 'The year has at most 15 days, of which 2 are left.',
      },
    ]);
  });

  it('are never more than 15, whatever is declared and in whatever order', () => {
    fc.assert(
      fc.property(fc.array(days, { maxLength: 6 }), (declarations) => {
        let plan = sampleDayPlan({ terms: [] });
        for (const declared of declarations) {
          if (daysReasons(plan, declared).length > 0) continue;
          plan = sampleDayPlan({
            terms: [...plan.terms, { term: 'autumn', status: 'declared', ...declared }],
          });
        }
        expect(daysDeclared(plan)).toBeLessThanOrEqual(15);
      }),
    );
  });
});

describe('what days are paid', () => {
  it.each([
    [4, 1.5, 170_000],
    [0.5, 0, 17_500],
    [0, 0.5, 10_000],
    [15, 0, 525_000],
    [0, 0, 0],
  ])('%d with other schools and %d for the hub: %d pence', (withOtherSchools, hubWork, pence) => {
    expect(daysAmount(sampleDayPlan(), { withOtherSchools, hubWork })).toBe(pence);
  });

  it('is the rates that the year froze, and a penny is never split', () => {
    expect(daysAmount(sampleDayPlan({ withOtherSchools: 100 }), { withOtherSchools: 1.5, hubWork: 0 })).toBe(
      150,
    );
    // No policy has such a rate: it is refused when it is loaded.
    expect(() =>
      daysAmount(sampleDayPlan({ hubWork: 333 }), { withOtherSchools: 0, hubWork: 0.5 }),
    ).toThrow();
  });
});
