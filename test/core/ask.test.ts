import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANSWERED_BY,
  accreditationAnswerSchema,
  askIdOf,
  askKindSchema,
  askStatusAt,
  type Doorbell,
  daysAnswerSchema,
  lateDaysSchema,
  leadingAnswerSchema,
  ringsLater,
  selectionAnswerSchema,
  unanswerableReason,
} from '../../core/ask.ts';
import {
  schoolWithdrawalReasonSchema,
  specialistWithdrawalReasonSchema,
  withdrawalReasonSchema,
} from '../../core/codes.ts';
import { instantOf, toInstant } from '../../core/instant.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { sampleAsk } from '../support/sample-rows.ts';

const ask = sampleAsk();
const opens = Date.parse(ask.opensAt);
const closes = Date.parse(ask.closesAt);

describe('the status of an ask at an instant', () => {
  it.each([
    ['a millisecond before its window', opens - 1, 'upcoming', 'ask-not-open-yet'],
    ['at the first instant of its window', opens, 'open', undefined],
    ['a millisecond before 17:00 on the last day', closes - 1, 'open', undefined],
    ['at 17:00 on the last day', closes, 'expired', 'ask-closed'],
    ['a year later, though no workflow has settled it yet', closes + 3e10, 'expired', 'ask-closed'],
  ] as const)('%s', (_when, at, status, code) => {
    expect(askStatusAt(ask, instantOf(at))).toBe(status);
    expect(unanswerableReason(ask, instantOf(at))?.code).toBe(code);
  });

  it.each([
    ['answered', 'ask-already-answered'],
    ['expired', 'ask-closed'],
    ['cancelled', 'ask-cancelled'],
  ] as const)('is %s for ever once it is', (status, code) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (at) => {
          const settled = sampleAsk({ status });
          expect(askStatusAt(settled, instantOf(at.getTime()))).toBe(status);
          expect(unanswerableReason(settled, instantOf(at.getTime()))?.code).toBe(code);
        },
      ),
    );
  });
});

describe('of two task tokens', () => {
  const doorbells = fc.record({
    token: fc.constantFrom('a', 'b', 'c'),
    generation: fc.integer({ min: 1, max: 3 }),
    enteredAt: fc.integer({ min: 0, max: 3 }).map((hours) => instantOf(hours * 3_600_000)),
    attempt: fc.integer({ min: 0, max: 3 }),
  });
  const place = ({ generation, enteredAt, attempt }: Doorbell) => [generation, enteredAt, attempt];
  const samePlace = (one: Doorbell, other: Doorbell) => `${place(one)}` === `${place(other)}`;

  it('the first one is always left', () => {
    fc.assert(fc.property(doorbells, (doorbell) => ringsLater(doorbell, undefined)));
  });

  it('one of them rings later than the other, unless they were left by the same attempt', () => {
    fc.assert(
      fc.property(doorbells, doorbells, (one, other) => {
        const both = ringsLater(one, other) && ringsLater(other, one);
        const either = ringsLater(one, other) || ringsLater(other, one);
        expect([both, either]).toEqual([samePlace(one, other), true]);
      }),
    );
  });

  it('of the same attempt, which Lambda was asked to make twice, either may stay', () => {
    fc.assert(fc.property(doorbells, (doorbell) => ringsLater(doorbell, doorbell)));
  });

  it('the one that rings later than a third rings later than whatever the third replaced', () => {
    fc.assert(
      fc.property(doorbells, doorbells, doorbells, (one, two, three) => {
        fc.pre(ringsLater(two, one) && ringsLater(three, two));
        expect(ringsLater(three, one)).toBe(true);
      }),
    );
  });

  it.each([
    [
      'a later generation before a later entry',
      { generation: 2 },
      { enteredAt: toInstant('2027-01-01T00:00:00Z') },
    ],
    ['a later entry before more attempts', { enteredAt: toInstant('2026-09-02T00:00:00Z') }, { attempt: 9 }],
    ['a later attempt before an earlier one', { attempt: 1 }, {}],
  ])('%s', (_ruling, later, earlier) => {
    const doorbell = { token: 'x', generation: 1, enteredAt: toInstant('2026-09-01T00:00:00Z'), attempt: 0 };
    expect(ringsLater({ ...doorbell, ...later }, { ...doorbell, ...earlier })).toBe(true);
    expect(ringsLater({ ...doorbell, ...earlier }, { ...doorbell, ...later })).toBe(false);
  });

  it('however they arrive, the one that stays is the latest', () => {
    fc.assert(
      fc.property(fc.array(doorbells, { minLength: 1, maxLength: 6 }), (arrived) => {
        const keep = (list: readonly Doorbell[]) =>
          list.reduce<Doorbell | undefined>(
            (kept, next) => (ringsLater(next, kept) ? next : kept),
            undefined,
          );
        const [one, other] = [keep(arrived), keep([...arrived].reverse())];
        if (!one || !other) throw new Error('one of them stays');
        expect(place(one)).toEqual(place(other));
      }),
    );
  });
});

describe('the asks about a Specialist', () => {
  it('are named after the year that they belong to, and after the term', () => {
    const leading = participationIdSchema.parse('sp-0042-2028-29-leading');
    const training = participationIdSchema.parse('sp-0042-2026-27-training-1');
    expect(askIdOf(training, 'selection')).toBe('sp-0042-2026-27-training-1.selection');
    expect(askIdOf(training, 'declaration', 'retained')).toBe(
      'sp-0042-2026-27-training-1.declaration-retained',
    );
    expect(askIdOf(leading, 'leading')).toBe('sp-0042-2028-29-leading.leading');
    expect(askIdOf(leading, 'days', 'autumn')).toBe('sp-0042-2028-29-leading.days-autumn');
  });

  it('are answered by the programme’s admins where they decide who becomes a Specialist, and by hubs otherwise', () => {
    const byAdmins = askKindSchema.options.filter((kind) => ANSWERED_BY[kind] === 'admin');
    expect(byAdmins).toEqual(['selection', 'accreditation']);
  });
});

describe('an answer about a Specialist', () => {
  const schemas = {
    selection: selectionAnswerSchema,
    accreditation: accreditationAnswerSchema,
    days: daysAnswerSchema,
    'late days': lateDaysSchema,
    leading: leadingAnswerSchema,
  };

  it.each<[keyof typeof schemas, object]>([
    ['selection', { decision: 'accept' }],
    ['selection', { decision: 'decline', reason: 'A sample reason' }],
    ['accreditation', { decision: 'accredit', assessedOn: '2028-06-20' }],
    ['accreditation', { decision: 'accredit', assessedOn: '2028-06-20', evidenceReference: 'ASSESS-1' }],
    ['accreditation', { decision: 'extend' }],
    ['accreditation', { decision: 'decline', reason: 'A sample reason' }],
    ['days', { withOtherSchools: 4, hubWork: 1.5 }],
    ['days', { withOtherSchools: 0, hubWork: 0 }],
    ['late days', { term: 'autumn', withOtherSchools: 0.5, hubWork: 0, reason: 'A sample reason' }],
    ['leading', { decision: 'lead' }],
    ['leading', { decision: 'not-this-year' }],
    ['leading', { decision: 'stop' }],
  ])('on %s may be %j', (kind, answer) => {
    expect(schemas[kind].safeParse(answer).success).toBe(true);
  });

  it.each<[keyof typeof schemas, object]>([
    ['selection', { decision: 'extend' }],
    ['selection', { decision: 'accept', reason: 'none is kept' }],
    ['accreditation', { decision: 'accredit' }],
    ['accreditation', { decision: 'accredit', assessedOn: '2028-06-31' }],
    ['accreditation', { decision: 'extend', assessedOn: '2028-06-20' }],
    ['days', { withOtherSchools: 4 }],
    ['days', { withOtherSchools: 4.25, hubWork: 0 }],
    ['days', { withOtherSchools: -1, hubWork: 2 }],
    ['days', { withOtherSchools: '4', hubWork: 0 }],
    ['days', { withOtherSchools: 367, hubWork: 0 }],
    ['late days', { withOtherSchools: 1, hubWork: 0, reason: 'A sample reason' }],
    ['late days', { term: 'winter', withOtherSchools: 1, hubWork: 0, reason: 'A sample reason' }],
    ['leading', { decision: 'continue' }],
  ])('on %s is never %j', (kind, answer) => {
    expect(schemas[kind].safeParse(answer).success).toBe(false);
  });
});

describe('why somebody leaves', () => {
  it('is another list for a Specialist than for a school; both have `other`', () => {
    const [school, specialist] = [
      schoolWithdrawalReasonSchema.options,
      specialistWithdrawalReasonSchema.options,
    ];
    expect(school).toEqual([
      'staffing',
      'capacity',
      'leadership-change',
      'closure',
      'other-programme',
      'other',
    ]);
    expect(specialist).toEqual(['left-school', 'left-teaching', 'role-change', 'ill-health', 'other']);
    expect(new Set(withdrawalReasonSchema.options)).toEqual(new Set([...school, ...specialist]));
    expect(withdrawalReasonSchema.options).toHaveLength(10);
  });
});
