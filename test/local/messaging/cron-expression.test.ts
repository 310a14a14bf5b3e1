import { expect, test } from 'vitest';
import { CronExpression } from '../../../local/messaging/cron-expression.ts';

const cron = (expression: string) => new CronExpression('sweep', expression);

/** The next `count` scheduled instants after this one. */
function following(expression: string, after: string, count: number): string[] {
  const schedule = cron(expression);
  const found: string[] = [];
  for (
    let at = schedule.next(Date.parse(after));
    at !== undefined && found.length < count;
    at = schedule.next(at)
  ) {
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

test.each([
  [
    'every night in London time, across the change to summer time',
    'cron(30 2 * * ? *)',
    '2026-03-28T00:00:00Z',
    ['2026-03-28T02:30Z', '2026-03-29T01:30Z', '2026-03-30T01:30Z'],
  ],
  [
    'a time that spring leaves out fires at the shifted instant',
    'cron(30 1 * * ? *)',
    '2026-03-28T12:00:00Z',
    ['2026-03-29T01:30Z', '2026-03-30T00:30Z'],
  ],
  [
    'times that fall together in spring fire once',
    'cron(30 1,2 * * ? *)',
    '2026-03-28T12:00:00Z',
    ['2026-03-29T01:30Z', '2026-03-30T00:30Z', '2026-03-30T01:30Z'],
  ],
  [
    'in spring the instants stay in order',
    'cron(0,30 1,2 * * ? *)',
    '2026-03-28T12:00:00Z',
    ['2026-03-29T01:00Z', '2026-03-29T01:30Z', '2026-03-30T00:00Z'],
  ],
  [
    'a time that autumn repeats fires once',
    'cron(30 1 * * ? *)',
    '2026-10-24T12:00:00Z',
    ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  ],
  [
    'lists',
    'cron(0 9,17 1,15 4,5 ? *)',
    '2026-04-01T09:00:00Z',
    ['2026-04-01T16:00Z', '2026-04-15T08:00Z', '2026-04-15T16:00Z', '2026-05-01T08:00Z'],
  ],
  [
    'the last day of each month',
    'cron(0 12 L * ? *)',
    '2028-01-31T12:00:00Z',
    ['2028-02-29T12:00Z', '2028-03-31T11:00Z', '2028-04-30T11:00Z'],
  ],
  [
    'days of the week, Sunday being 1',
    'cron(0 6 ? * 1,2 *)',
    '2026-01-02T00:00:00Z',
    ['2026-01-04T06:00Z', '2026-01-05T06:00Z', '2026-01-11T06:00Z'],
  ],
  ['a year', 'cron(0 0 1 9 ? 2026,2028)', '2026-01-01T00:00:00Z', ['2026-08-31T23:00Z', '2028-08-31T23:00Z']],
  ['29 February', 'cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
])('%s', (_, expression, after, expected) => {
  expect(following(expression, after, expected.length)).toEqual(expected);
});

test('a schedule whose day or year never comes has no next instant', () => {
  expect(following('cron(0 0 30 2 ? *)', '2026-01-01T00:00:00Z', 1)).toEqual([]);
  expect(following('cron(0 0 1 1 ? 2020)', '2026-01-01T00:00:00Z', 1)).toEqual([]);
});

test('the last instant is the one at hand, or the latest before it', () => {
  const nightly = cron('cron(30 2 * * ? *)');
  expect(nightly.last(Date.parse('2026-07-01T01:30:00Z'))).toBe(Date.parse('2026-07-01T01:30:00Z'));
  expect(nightly.last(Date.parse('2026-07-01T01:29:59Z'))).toBe(Date.parse('2026-06-30T01:30:00Z'));
});

test.each([
  ['cron(0/15 * * * ? *)', 'has "0/15" in its minutes field'],
  ['cron(0 8 ? * MON-FRI *)', 'has "MON-FRI" in its day-of-week field'],
  ['cron(0 8 15W * ? *)', 'has "15W" in its day-of-month field'],
  ['cron(60 8 * * ? *)', 'has "60" in its minutes field'],
  ['cron(0 8 0 * ? *)', 'has "0" in its day-of-month field'],
  ['cron(0 8 1, * ? *)', 'has "1," in its day-of-month field'],
  ['cron(0 8 * ? ? *)', 'has "?" in its month field'],
  ['cron(0 8 * * * *)', 'needs "?" in exactly one of day-of-month and day-of-week'],
  ['cron(0 8 ? * ? *)', 'needs "?" in exactly one of day-of-month and day-of-week'],
  ['cron(0 8 * * ?)', 'is no cron expression of six fields'],
  ['rate(1 day)', 'is no cron expression of six fields'],
])('%s is refused by name', (expression, why) => {
  expect(() => cron(expression)).toThrow(`The schedule "sweep" ${why}`);
});
