import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  academicYearFrom,
  academicYearOf,
  academicYearSchema,
  startYearOf,
  yearAfter,
} from '../../core/academic-year.ts';
import { instantOf, instantSchema, londonDateSchema, toInstant } from '../../core/instant.ts';
import { daysBetween, londonClosing, londonDateOf, londonInstant } from '../../core/london.ts';
import { penceSchema, sumOf } from '../../core/pence.ts';

const day = (text: string) => londonDateSchema.parse(text);

describe('an academic year', () => {
  it('is named after the September and the August that bound it, also over the century', () => {
    expect(academicYearFrom(2026)).toBe('2026-27');
    expect(academicYearFrom(2099)).toBe('2099-00');
    expect(startYearOf(academicYearFrom(2099))).toBe(2099);
  });

  it.each(['2026-28', '2026-26', '2026', '2026-2027', '1999-00', '26-27', '2026-27 ', ' 2026-27', ''])(
    'is never written %j',
    (text) => {
      expect(academicYearSchema.safeParse(text).success).toBe(false);
    },
  );

  it('is followed by the year that begins where it ends, and found again from its first year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2098 }), (start) => {
        const year = academicYearFrom(start);
        expect(startYearOf(year)).toBe(start);
        expect(startYearOf(yearAfter(year))).toBe(start + 1);
        expect(year.slice(5)).toBe(yearAfter(year).slice(2, 4));
      }),
    );
  });
});

describe('the academic year of a day', () => {
  it.each([
    ['2026-08-31', '2025-26'],
    ['2026-09-01', '2026-27'],
    ['2026-12-31', '2026-27'],
    ['2027-01-01', '2026-27'],
    ['2028-02-29', '2027-28'],
    ['2099-09-01', '2099-00'],
  ])('%s is %s', (date, academicYear) => {
    expect(academicYearOf(day(date))).toBe(academicYear);
  });
});

describe('a day in London', () => {
  it.each([
    ['2026-09-01', '00:00', '2026-08-31T23:00:00.000Z'],
    ['2026-10-31', '17:00', '2026-10-31T17:00:00.000Z'],
    ['2026-10-16', '17:00', '2026-10-16T16:00:00.000Z'],
    ['2026-12-31', '17:00', '2026-12-31T17:00:00.000Z'],
    ['2027-07-31', '17:00', '2027-07-31T16:00:00.000Z'],
    ['2027-08-21', '17:00', '2027-08-21T16:00:00.000Z'],
    // The clocks change at 01:00 UTC on the last Sundays of March and October.
    ['2026-03-29', '00:00', '2026-03-29T00:00:00.000Z'],
    ['2026-03-29', '17:00', '2026-03-29T16:00:00.000Z'],
    ['2026-10-25', '00:00', '2026-10-24T23:00:00.000Z'],
    ['2026-10-25', '17:00', '2026-10-25T17:00:00.000Z'],
  ] as const)('%s, %s is %s', (date, time, instant) => {
    expect(londonInstant(day(date), time)).toBe(instant);
  });

  it('on 31 March, 30 April, 31 October and 31 December of every year ends at the hour that its season has', () => {
    for (let year = 2025; year <= 2060; year += 1) {
      const hours = ['03-31', '04-30', '10-31', '12-31'].map((date) =>
        londonInstant(day(`${year}-${date}`), '17:00').slice(11, 16),
      );
      // On 31 March British Summer Time has begun, on 31 October it is over: the last Sunday is the 31st at the latest.
      expect(hours).toEqual(['16:00', '16:00', '17:00', '17:00']);
    }
  });

  it('begins at an instant that belongs to it, and its 17:00 does too; the millisecond before does not', () => {
    const dates = fc
      .integer({ min: 0, max: 40 * 366 })
      .map((days) => day(Temporal.PlainDate.from('2020-01-01').add({ days }).toString()));
    fc.assert(
      fc.property(dates, (date) => {
        const begins = londonInstant(date, '00:00');
        expect(londonDateOf(begins)).toBe(date);
        expect(londonDateOf(londonInstant(date, '17:00'))).toBe(date);
        const before = Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
        expect(londonDateOf(instantOf(Date.parse(begins) - 1))).toBe(before);
      }),
    );
  });

  it('is 23 hours long when summer time begins and 25 when it ends', () => {
    const hoursOf = (date: string, next: string) =>
      24 * daysBetween(londonInstant(day(date), '00:00'), londonInstant(day(next), '00:00'));
    expect([hoursOf('2026-03-29', '2026-03-30'), hoursOf('2026-10-25', '2026-10-26')]).toEqual([23, 25]);
  });

  it.each([
    ['2026-10-24T12:00:00Z', 0, '2026-10-24T16:00:00.000Z'],
    // Over the end of summer time and over its beginning: always 17:00 by a London clock.
    ['2026-10-24T12:00:00Z', 1, '2026-10-25T17:00:00.000Z'],
    ['2027-03-01T12:00:00Z', 28, '2027-03-29T16:00:00.000Z'],
    ['2027-02-01T12:00:00Z', 28, '2027-03-01T17:00:00.000Z'],
    // 23:30Z on 30 September is 1 October in London.
    ['2026-09-30T23:30:00Z', 28, '2026-10-29T17:00:00.000Z'],
    ['2028-02-01T12:00:00Z', 28, '2028-02-29T17:00:00.000Z'],
  ] as const)('counted from %s, %i days on, closes at %s', (from, days, closes) => {
    expect(londonClosing(toInstant(from), days)).toBe(closes);
  });

  it('counted on from any instant is that many days later, and closes at 17:00 by its own clock', () => {
    const instants = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2060-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 60 }), (at, days) => {
        const from = instantOf(at.getTime());
        const closes = londonClosing(from, days);
        const date = Temporal.PlainDate.from(londonDateOf(from)).add({ days }).toString();
        expect(closes).toBe(londonInstant(day(date), '17:00'));
        expect(closes > from).toBe(true);
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-9-1', '01-09-2026', '2026-09-01T00:00:00Z'])(
    'is never written %j',
    (text) => {
      expect(londonDateSchema.safeParse(text).success).toBe(false);
    },
  );
});

describe('an instant', () => {
  it('has one form, so that the order of texts is the order of time', () => {
    const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, times, (one, other) => {
        const [first, second] = [instantOf(one.getTime()), instantOf(other.getTime())];
        expect(first < second).toBe(one.getTime() < other.getTime());
        expect(toInstant(first)).toBe(first);
      }),
    );
  });

  it('is taken with an offset or without milliseconds, and kept in UTC with them', () => {
    expect(toInstant('2026-09-01T00:00:00+01:00')).toBe('2026-08-31T23:00:00.000Z');
    expect(toInstant('2026-08-31T23:00:00Z')).toBe('2026-08-31T23:00:00.000Z');
    for (const text of ['2026-08-31T23:00:00Z', '2026-08-31T23:00:00.000', '2026-08-31', 'now']) {
      expect(instantSchema.safeParse(text).success).toBe(false);
    }
    for (const text of ['2026-09-01T00:00:00', 'yesterday', '']) expect(() => toInstant(text)).toThrow();
  });
});

describe('pence', () => {
  it('are whole and never negative', () => {
    for (const amount of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '100']) {
      expect(penceSchema.safeParse(amount).success).toBe(false);
    }
  });

  it('add up exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 50 }), (amounts) => {
        const exact = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        expect(BigInt(sumOf(amounts.map((amount) => penceSchema.parse(amount))))).toBe(exact);
      }),
    );
  });
});
