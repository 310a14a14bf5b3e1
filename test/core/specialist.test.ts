import { describe, expect, it } from 'vitest';
import { academicYearFrom } from '../../core/academic-year.ts';
import { counterSchema } from '../../core/counter.ts';
import { type LondonDate, londonDateSchema } from '../../core/instant.ts';
import {
  cohortOf,
  continued,
  groupsLedIn,
  isAccreditedBefore,
  isNotLeadingIn,
  openConflicts,
  schoolOn,
  specialistSchema,
} from '../../core/specialist.ts';
import { sampleSpecialist } from '../support/sample-rows.ts';

const day = (text: string) => londonDateSchema.parse(text);
const year = academicYearFrom;

describe('a cohort', () => {
  it.each([
    [2023, 8],
    [2025, 10],
    [2026, 11],
    [2027, 12],
  ])('that begins in September %i is number %i', (start, cohort) => {
    expect(cohortOf(year(start))).toBe(cohort);
  });
});

describe('the school of the day', () => {
  const moved = sampleSpecialist({
    schools: [
      { urn: '900009', schoolName: 'Sample School Yew', from: '2026-03-02', to: '2027-11-01' },
      { urn: '900010', schoolName: 'Sample School Zelkova', from: '2027-11-01' },
    ],
  });

  it.each([
    ['2026-03-02', '900009'],
    ['2027-10-31', '900009'],
    ['2027-11-01', '900010'],
    ['2031-01-01', '900010'],
    // Before the first known day: there is no other school to pay.
    ['2020-01-01', '900009'],
  ])('on %s is %s', (date, urn) => {
    expect(schoolOn(moved, day(date)).urn).toBe(urn);
  });

  it('of one who came and went on the same day is the later one', () => {
    const twice = sampleSpecialist({
      schools: [
        { urn: '900009', schoolName: 'Sample School Yew', from: '2026-03-02', to: '2026-09-01' },
        { urn: '900010', schoolName: 'Sample School Zelkova', from: '2026-09-01', to: '2026-09-01' },
        { urn: '900011', schoolName: 'Sample School Alder', from: '2026-09-01' },
      ],
    });
    expect(schoolOn(twice, day('2026-09-01')).urn).toBe('900011');
  });

  it('is in periods without gap or overlap: one ends on the day on which the next begins', () => {
    const first: { hub: string; from: LondonDate; to?: LondonDate } = {
      hub: 'origin',
      from: day('2026-03-02'),
    };
    const second = continued([first], { hub: 'boundary', from: day('2027-09-01') });
    expect(second).toEqual([
      { hub: 'origin', from: '2026-03-02', to: '2027-09-01' },
      { hub: 'boundary', from: '2027-09-01' },
    ]);
    expect(continued(second, { hub: 'origin', from: day('2028-01-01') })).toEqual([
      { hub: 'origin', from: '2026-03-02', to: '2027-09-01' },
      { hub: 'boundary', from: '2027-09-01', to: '2028-01-01' },
      { hub: 'origin', from: '2028-01-01' },
    ]);
  });
});

describe('who may lead in a year', () => {
  it.each([
    ['2028-06-20', 2028, true],
    ['2028-08-31', 2028, true],
    // The September after: the academic year in which they are accredited is still one of training.
    ['2028-09-01', 2028, false],
    ['2028-09-01', 2029, true],
    ['2028-06-20', 2027, false],
  ])('accredited on %s, in the year that begins in %i: %s', (accreditedOn, start, ruling) => {
    expect(isAccreditedBefore(sampleSpecialist({ accreditedOn }), year(start))).toBe(ruling);
  });

  it('is nobody in training, nor anybody whose accreditation has no day', () => {
    const changes = { accredited: false, accreditedOn: undefined };
    expect(isAccreditedBefore(sampleSpecialist(changes), year(2040))).toBe(false);
    expect(isAccreditedBefore(sampleSpecialist({ accreditedOn: undefined }), year(2040))).toBe(false);
  });

  it.each([
    ['lead', 2028, false],
    ['not-this-year', 2027, false],
    ['not-this-year', 2028, true],
    ['not-this-year', 2029, false],
    ['stop', 2027, false],
    ['stop', 2028, true],
    ['stop', 2035, true],
  ] as const)(
    'after `%s` for 2028-29, in the year that begins in %i decided against: %s',
    (decision, start, no) => {
      const decided = sampleSpecialist({ decisions: [{ academicYear: '2028-29', decision }] });
      expect(isNotLeadingIn(decided, year(start))).toBe(no);
    },
  );

  it('is anybody who was not asked or did not answer', () => {
    expect(isNotLeadingIn(sampleSpecialist(), year(2028))).toBe(false);
  });
});

describe('the groups of a Specialist', () => {
  const led = { academicYear: '2028-29', from: '2028-09-01' };
  const sample = sampleSpecialist({
    leading: [
      { workGroupId: 'wg-00000001', ...led },
      { workGroupId: 'wg-00000002', ...led, to: '2028-11-01' },
      { workGroupId: 'wg-00000003', academicYear: '2027-28', from: '2027-09-01' },
    ],
    conflicts: [
      { workGroupId: 'wg-00000001', academicYear: '2028-29', cause: 'own-school', openedOn: '2028-11-01' },
      {
        workGroupId: 'wg-00000002',
        academicYear: '2028-29',
        cause: 'not-leading',
        openedOn: '2028-10-01',
        resolvedOn: '2028-11-01',
      },
    ],
  });

  it('count in their year, until another lead takes over', () => {
    expect(groupsLedIn(sample, year(2028))).toBe(1);
    expect(groupsLedIn(sample, year(2027))).toBe(1);
    expect(groupsLedIn(sample, year(2029))).toBe(0);
  });

  it('are in conflict until it is resolved', () => {
    expect(openConflicts(sample).map(({ workGroupId }) => workGroupId)).toEqual(['wg-00000001']);
  });
});

describe('the row of a Specialist', () => {
  it('always has a school and a hub, each with the day from which it counts', () => {
    for (const changes of [
      { schools: [] },
      { hubs: [] },
      { schools: [{ urn: '900009', schoolName: 'X' }] },
    ]) {
      expect(specialistSchema.safeParse({ ...sampleSpecialist(), ...changes }).success).toBe(false);
    }
  });

  it('keeps the accreditation once the person was erased', () => {
    const { name, teacherHmac, ...fact } = sampleSpecialist({ erasedOn: '2031-01-10' });
    expect([name, teacherHmac]).toEqual(['Sample Specialist Yew', undefined]);
    expect(specialistSchema.parse(fact)).toMatchObject({ accredited: true, accreditedOn: '2025-07-01' });
  });
});

describe('the number of a Specialist', () => {
  it('comes from a counter that counts nothing else and never from below zero', () => {
    const row = { type: 'counter', version: 1, name: 'specialists', last: 12 };
    expect(counterSchema.safeParse(row).success).toBe(true);
    expect(counterSchema.safeParse({ ...row, last: -1 }).success).toBe(false);
    expect(counterSchema.safeParse({ ...row, name: 'schools' }).success).toBe(false);
  });
});
