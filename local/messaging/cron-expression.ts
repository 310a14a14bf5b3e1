import { Temporal } from 'temporal-polyfill';

/** A schedule's expression is no cron expression, or uses a form that the local host does not run. */
export class UnsupportedCron extends Error {
  override readonly name = 'UnsupportedCron';
}

const TIME_ZONE = 'Europe/London';
const DAYS_TO_LOOK = 40 * 366;

const FIELDS = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day-of-month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day-of-week', from: 1, to: 7 },
  { name: 'year', from: 1970, to: 2199 },
] as const;

/** Undefined stands for every value. */
type Values = ReadonlySet<number> | undefined;

/**
 * A cron expression of EventBridge Scheduler, `cron(minutes hours day-of-month month day-of-week year)`, in London
 * time; Sunday is 1. Understands numbers, lists, `*`, `?` and L for a month's last day.
 *
 * A local time that spring leaves out stands for the instant an hour later on the clock, one that autumn repeats
 * for the first of the two. AWS skips the former: keep schedules out of 01:00 to 02:00.
 */
export class CronExpression {
  readonly #minutes: readonly number[];
  readonly #hours: readonly number[];
  readonly #daysOfMonth: Values;
  readonly #lastDayOfMonth: boolean;
  readonly #months: Values;
  readonly #daysOfWeek: Values;
  readonly #years: Values;

  /** Throws UnsupportedCron, naming the schedule, the field and what is in it. */
  constructor(schedule: string, expression: string) {
    const texts = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
    const [minutes, hours, daysOfMonth, month, daysOfWeek, year] = texts;
    if (
      texts.length !== FIELDS.length ||
      !minutes ||
      !hours ||
      !daysOfMonth ||
      !month ||
      !daysOfWeek ||
      !year
    ) {
      throw new UnsupportedCron(
        `The schedule "${schedule}" is no cron expression of six fields: ${expression}`,
      );
    }
    if ((daysOfMonth === '?') === (daysOfWeek === '?')) {
      throw new UnsupportedCron(
        `The schedule "${schedule}" needs "?" in exactly one of day-of-month and day-of-week: ${expression}`,
      );
    }
    const read = (field: (typeof FIELDS)[number], text: string) => values(schedule, field, text);
    this.#minutes = [...(read(FIELDS[0], minutes) ?? range(0, 59))];
    this.#hours = [...(read(FIELDS[1], hours) ?? range(0, 23))];
    this.#lastDayOfMonth = daysOfMonth === 'L';
    this.#daysOfMonth =
      this.#lastDayOfMonth || daysOfMonth === '?' ? undefined : read(FIELDS[2], daysOfMonth);
    this.#months = read(FIELDS[3], month);
    this.#daysOfWeek = daysOfWeek === '?' ? undefined : read(FIELDS[4], daysOfWeek);
    this.#years = read(FIELDS[5], year);
  }

  /** The first scheduled instant after this one (epoch milliseconds), or undefined if there is none any more. */
  next(after: number): number | undefined {
    let day = londonDay(after);
    for (let looked = 0; looked < DAYS_TO_LOOK; looked += 1) {
      const found = this.#instantsOf(day).find((instant) => instant > after);
      if (found !== undefined) return found;
      day = day.add({ days: 1 });
    }
    return undefined;
  }

  /** The last scheduled instant at or before this one, or undefined if there was none. */
  last(atOrBefore: number): number | undefined {
    let day = londonDay(atOrBefore);
    for (let looked = 0; looked < DAYS_TO_LOOK; looked += 1) {
      const found = this.#instantsOf(day).findLast((instant) => instant <= atOrBefore);
      if (found !== undefined) return found;
      day = day.subtract({ days: 1 });
    }
    return undefined;
  }

  /** Sorted and without twins: on the day of the spring change a time left out falls on or behind a later one. */
  #instantsOf(day: Temporal.PlainDate): number[] {
    if (!this.#includes(day)) return [];
    const instants = this.#hours.flatMap((hour) =>
      this.#minutes.map(
        (minute) =>
          day.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: { hour, minute } }).epochMilliseconds,
      ),
    );
    return [...new Set(instants)].sort((a, b) => a - b);
  }

  #includes(day: Temporal.PlainDate): boolean {
    if (this.#lastDayOfMonth && day.day !== day.daysInMonth) return false;
    return (
      has(this.#years, day.year) &&
      has(this.#months, day.month) &&
      has(this.#daysOfMonth, day.day) &&
      has(this.#daysOfWeek, (day.dayOfWeek % 7) + 1)
    );
  }
}

function values(schedule: string, field: (typeof FIELDS)[number], text: string): Values {
  if (text === '*') return undefined;
  const numbers = text.split(',').map((one) => (/^\d{1,4}$/.test(one) ? Number(one) : Number.NaN));
  if (numbers.some((number) => !(number >= field.from && number <= field.to))) {
    throw new UnsupportedCron(
      `The schedule "${schedule}" has "${text}" in its ${field.name} field, which the local host does not run.`,
    );
  }
  return new Set(numbers);
}

function has(values: Values, value: number): boolean {
  return values === undefined || values.has(value);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function londonDay(instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
}
