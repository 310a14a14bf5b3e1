import { describe, expect, it } from 'vitest';
import { specialistEnrolmentReasons } from '../../core/application.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { specialistEnrolmentFormSchema } from '../../core/enrolment.ts';
import { type TeacherGuard, teacherGuardSchema } from '../../core/guard.ts';
import { type Instant, toInstant } from '../../core/instant.ts';
import type { Participation } from '../../core/participation.ts';
import type { Policy } from '../../core/policy.ts';
import type { School } from '../../core/school.ts';
import { specialistForm, TANSY } from '../support/forms.ts';
import { policyOf2026, sampleApplication, sampleSchool } from '../support/sample-rows.ts';

const ORIGIN = hubCodeSchema.parse('origin');

interface Situation {
  readonly form?: Readonly<Record<string, unknown>>;
  readonly teacher?: Readonly<Record<string, unknown>>;
  readonly school?: School | undefined;
  readonly policy?: Policy | undefined;
  readonly guard?: TeacherGuard | undefined;
  readonly history?: readonly Participation[];
  readonly by?: 'hub' | 'admin';
  readonly now?: Instant;
}

const guardOf = (live: boolean) =>
  teacherGuardSchema.parse({
    type: 'teacher-guard',
    version: 1,
    hmac: 'a'.repeat(64),
    specialistId: 'sp-0042',
    live,
  });

/** The year that was applied for before, in this state. */
const applied = (academicYear: string, status: string, outcome?: string) => [
  sampleApplication({ id: `sp-0042-${academicYear}-training-1`, academicYear, status, outcome }),
];

/** The reasons for which an application is refused, `code field`; an ordinary one changed in these respects. */
function refused(situation: Situation): string[] {
  const { by, school, policy, guard, history, now } = {
    by: 'hub',
    school: sampleSchool(),
    policy: policyOf2026(),
    guard: undefined,
    history: [],
    now: toInstant('2026-03-02T09:00:00Z'),
    ...situation,
  };
  const teacher = { ...TANSY, ...situation.teacher };
  const form = specialistEnrolmentFormSchema.parse(specialistForm('900001', { teacher, ...situation.form }));
  const hub = by === 'hub' ? ORIGIN : undefined;
  return specialistEnrolmentReasons(form, { hub, school, guard, history, policy, now }).map(
    ({ code, field }) => `${code} ${field}`,
  );
}

const TAKEN = 'teacher-already-on-programme teacher.trn';

describe('an application to become a Specialist', () => {
  it('is accepted for a maths teacher past the early career at a school that is nobody else’s', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ teacher: { yearsTeaching: 2 } })).toEqual([]);
    expect(refused({ by: 'admin', school: sampleSchool({ hub: 'boundary' }) })).toEqual([]);
  });

  it.each<[string, Situation, string[]]>([
    ['there is no policy for its year', { policy: undefined }, ['no-policy-for-year academicYear']],
    [
      'applications are not open yet',
      { now: toInstant('2025-10-31T23:59:59Z') },
      ['applications-not-open academicYear'],
    ],
    [
      'the Specialists of the year have been selected, though schools may still apply',
      { now: toInstant('2026-07-31T16:00:00Z') },
      ['applications-closed academicYear'],
    ],
    [
      'applications of everybody have closed',
      { now: toInstant('2026-10-01T09:00:00Z') },
      ['applications-closed academicYear'],
    ],
    ['no school has this URN', { school: undefined }, ['school-unknown urn']],
    [
      'the school is another hub’s',
      { school: sampleSchool({ hub: 'boundary' }) },
      ['school-of-another-hub urn'],
    ],
    ['an admin names a school of no hub', { by: 'admin' }, ['school-without-hub urn']],
    [
      'the school is independent',
      { school: sampleSchool({ typeCode: 11 }) },
      ['school-not-state-funded urn'],
    ],
    ['the school is closed', { school: sampleSchool({ statusCode: 2 }) }, ['school-closed urn']],
    ['the school is a primary one', { school: sampleSchool({ phaseCode: 2 }) }, ['school-not-secondary urn']],
    [
      'the teacher teaches another subject',
      { teacher: { teachesMaths: false } },
      ['teacher-not-of-maths teacher.teachesMaths'],
    ],
    [
      'the teacher has completed one year of teaching',
      { teacher: { yearsTeaching: 1 } },
      ['early-career-teacher teacher.yearsTeaching'],
    ],
    [
      'nobody agrees to attend the launch',
      { form: { launchAgreed: false } },
      ['launch-not-agreed launchAgreed'],
    ],
    ['the teacher is on the programme already, from any hub', { guard: guardOf(true) }, [TAKEN]],
  ])('is refused where %s', (_why, situation, reasons) => {
    expect(refused(situation)).toEqual(reasons);
  });

  it('is refused for the year that has been decided about, and accepted for another', () => {
    const guard = guardOf(false);
    for (const outcome of ['declined', 'undecided']) {
      expect(refused({ guard, history: applied('2026-27', 'closed', outcome) })).toEqual([TAKEN]);
      expect(refused({ guard, history: applied('2025-26', 'closed', outcome) })).toEqual([]);
    }
  });

  it('is accepted again in the same year from one who withdrew', () => {
    expect(refused({ guard: guardOf(false), history: applied('2026-27', 'withdrawn') })).toEqual([]);
  });

  it('is told everything that is wrong with it at once', () => {
    expect(
      refused({
        school: undefined,
        guard: guardOf(true),
        teacher: { teachesMaths: false, yearsTeaching: 0 },
        form: { launchAgreed: false },
      }),
    ).toEqual([
      'school-unknown urn',
      'teacher-not-of-maths teacher.teachesMaths',
      'early-career-teacher teacher.yearsTeaching',
      TAKEN,
      'launch-not-agreed launchAgreed',
    ]);
  });

  it('has a teacher reference number of seven digits, or is no application', () => {
    for (const trn of ['123456', '12345678', 'RP/12345', '１２３４５６７', ' 1234567', '']) {
      const teacher = { ...TANSY, trn };
      expect(specialistEnrolmentFormSchema.safeParse(specialistForm('900001', { teacher })).success).toBe(
        false,
      );
    }
  });
});
