import { describe, expect, it } from 'vitest';
import { hubCodeSchema } from '../../core/codes.ts';
import { enrolmentReasons, schoolEnrolmentFormSchema } from '../../core/enrolment.ts';
import { type Instant, toInstant } from '../../core/instant.ts';
import type { Policy } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import { developmentForm } from '../support/forms.ts';
import { policyOf2026, sampleSchool } from '../support/sample-rows.ts';

const ORIGIN = hubCodeSchema.parse('origin');
const IN_MARCH = toInstant('2026-03-02T09:00:00Z');

interface Situation {
  readonly form?: Readonly<Record<string, unknown>>;
  readonly school?: School | undefined;
  readonly policy?: Policy | undefined;
  readonly enrolled?: boolean;
  readonly now?: Instant;
}

/** The reasons for which a form is refused, `code field`; an ordinary one changed in these respects. */
function refused(situation: Situation): string[] {
  const { school, policy, enrolled, now } = {
    school: sampleSchool(),
    policy: policyOf2026(),
    enrolled: false,
    now: IN_MARCH,
    ...situation,
  };
  const form = schoolEnrolmentFormSchema.parse(developmentForm('900001', situation.form));
  return enrolmentReasons(form, ORIGIN, school, enrolled, policy, now).map(
    ({ code, field }) => `${code} ${field}`,
  );
}

const [one, two] = developmentForm('900001').advocates;
const again = { ...two, email: 'ROWAN@People.example' };

describe('an enrolment in a Development Work Group', () => {
  it('is accepted from a hub for a state-funded secondary school that is nobody else’s', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ school: sampleSchool({ hub: 'origin' }) })).toEqual([]);
  });

  it.each<[string, Situation, string[]]>([
    ['one Advocate', { form: { advocates: [one] } }, ['advocate-count advocates']],
    [
      'three Advocates',
      { form: { advocates: [one, two, { ...two, email: 'third@people.example' }] } },
      ['advocate-count advocates'],
    ],
    ['no Advocate', { form: { advocates: [] } }, ['advocate-count advocates']],
    ['the same person twice', { form: { advocates: [one, one] } }, ['advocate-repeated advocates.1.email']],
    [
      'the same e-mail in capitals',
      { form: { advocates: [one, again] } },
      ['advocate-repeated advocates.1.email'],
    ],
    ['no release agreed', { form: { releaseAgreed: false } }, ['release-not-agreed releaseAgreed']],
    [
      'an activity of another stage',
      { form: { activities: ['planning-lessons', 'collaborative-design'] } },
      ['activity-not-of-stage activities.1'],
    ],
    [
      'a stage that is reached by progression',
      { form: { stage: 'embedding' } },
      ['stage-not-open-to-enrolment stage', 'activity-not-of-stage activities.0'],
    ],
    ['a school that the register does not know', { school: undefined }, ['school-unknown urn']],
    ['a closed school', { school: sampleSchool({ statusCode: 2 }) }, ['school-closed urn']],
    ['an independent school', { school: sampleSchool({ typeCode: 11 }) }, ['school-not-state-funded urn']],
    ['a primary school', { school: sampleSchool({ phaseCode: 2 }) }, ['school-not-secondary urn']],
    ['a second enrolment', { enrolled: true }, ['already-enrolled urn']],
    ['a year without a policy', { policy: undefined }, ['no-policy-for-year academicYear']],
  ])('is refused for %s', (_ruling, situation, reasons) => {
    expect(refused(situation)).toEqual(reasons);
  });

  it('tells another hub nothing about a school but that it is another’s', () => {
    const school = sampleSchool({ hub: 'boundary' });
    expect(refused({ school })).toEqual(['school-of-another-hub urn']);
    expect(refused({ school, enrolled: true })).toEqual(['school-of-another-hub urn']);
  });

  it.each([
    ['2025-10-31T23:59:59.999Z', ['applications-not-open academicYear']],
    ['2025-11-01T00:00:00.000Z', []],
    ['2026-09-30T15:59:59.999Z', []],
    ['2026-09-30T16:00:00.000Z', ['applications-closed academicYear']],
  ])('at %s, by the window of applications, is refused for %j', (now, reasons) => {
    expect(refused({ now: toInstant(now) })).toEqual(reasons);
  });

  it('is refused for everything that is wrong, all at once', () => {
    expect(
      refused({
        form: { advocates: [one], releaseAgreed: false, activities: ['collaborative-design'] },
        school: sampleSchool({ statusCode: 2, typeCode: 11, phaseCode: 2 }),
        now: toInstant('2026-12-01T00:00:00Z'),
      }),
    ).toEqual([
      'applications-closed academicYear',
      'school-closed urn',
      'school-not-state-funded urn',
      'school-not-secondary urn',
      'release-not-agreed releaseAgreed',
      'advocate-count advocates',
      'activity-not-of-stage activities.0',
    ]);
  });

  it('asks for as many Advocates as the year’s policy, not as the code', () => {
    const policy = { ...policyOf2026(), advocatesPerSchool: 1 };
    expect(refused({ policy, form: { advocates: [one] } })).toEqual([]);
    expect(refused({ policy })).toEqual(['advocate-count advocates']);
  });
});

describe('the form', () => {
  it.each([
    ['an unknown field', { surprise: 1 }],
    [
      'a name with a control character',
      { headteacher: { name: 'Sample\u0007Head', email: 'a@people.example' } },
    ],
    ['a name of spaces', { headteacher: { name: '   ', email: 'a@people.example' } }],
    ['a name of 201 letters', { headteacher: { name: 'x'.repeat(201), email: 'a@people.example' } }],
    ['an e-mail without @', { headteacher: { name: 'Sample Head', email: 'people.example' } }],
    ['a URN of five digits', { urn: '90000' }],
    ['a URN as a number', { urn: 900_001 }],
    ['a release agreed in words', { releaseAgreed: 'yes' }],
    ['an unknown role', { advocates: [{ ...one, role: 'headteacher' }, two] }],
    ['a negative experience', { advocates: [{ ...one, experienceYears: -1 }, two] }],
    ['21 Advocates', { advocates: Array.from({ length: 21 }, () => one) }],
    ['an unknown stage', { stage: 'mastery' }],
  ])('is malformed with %s', (_fault, changes) => {
    expect(schoolEnrolmentFormSchema.safeParse(developmentForm('900001', changes)).success).toBe(false);
  });
});
