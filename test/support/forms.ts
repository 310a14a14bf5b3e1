/** Sample people, named so that nobody takes them for real, and so that a search for them finds every leak. */
export const SAMPLE_PEOPLE = [
  { name: 'Sample Head Quince', email: 'quince@people.example' },
  { name: 'Sample Advocate Rowan', email: 'rowan@people.example' },
  { name: 'Sample Advocate Sorrel', email: 'sorrel@people.example' },
  { name: 'Sample Teacher Tansy', email: 'tansy@people.example' },
  { name: 'Sample Teacher Umbel', email: 'umbel@people.example' },
] as const;

/** Their teacher reference numbers: plainly samples, and unlike any number that stands elsewhere. */
export const SAMPLE_TRNS = ['9990001', '9990002'] as const;

const [head, rowan, sorrel, tansy, umbel] = SAMPLE_PEOPLE;

/** Two teachers who apply to become Specialists. */
export const TANSY = { ...tansy, trn: SAMPLE_TRNS[0], yearsTeaching: 6 } as const;
export const UMBEL = { ...umbel, trn: SAMPLE_TRNS[1], yearsTeaching: 9 } as const;

/** A form that is accepted for any eligible school; a test changes what it is about. */
export function developmentForm(urn: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    kind: 'school',
    stage: 'development',
    urn,
    academicYear: '2026-27',
    headteacher: head,
    advocates: [
      { ...rowan, role: 'head-of-department', experienceYears: 9 },
      { ...sorrel, role: 'teacher', experienceYears: 3 },
    ],
    releaseAgreed: true,
    activities: ['planning-lessons'],
    ...changes,
  };
}

/** A form for a Work Group of waiting schools. */
export function workGroupForm(schools: readonly unknown[], changes: Readonly<Record<string, unknown>> = {}) {
  return { kind: 'development', academicYear: '2026-27', lead: 'sp-0001', schools, ...changes };
}

/** The header that makes a POST an enrolment's. */
export const key = (value: string) => ({ 'Idempotency-Key': value });

/** A declaration that happened on this day. */
export const declaration = (happenedOn: string) => ({
  happenedOn,
  evidence: { type: 'attendance-register', reference: 'REG-1' },
});

/** A form for a preparatory Work Group that is accepted for any eligible school. */
export function preparatoryForm(urn: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    kind: 'preparatory',
    topic: 'years-5-8-continuity',
    urn,
    academicYear: '2026-27',
    headteacher: head,
    participants: [{ ...rowan, role: 'teacher', experienceYears: 4 }],
    ...changes,
  };
}

/** A teacher's application to become a Specialist, which is accepted for any eligible school; a test changes what it is about. */
export function specialistForm(urn: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    kind: 'specialist',
    urn,
    academicYear: '2026-27',
    headteacher: head,
    teacher: TANSY,
    launchAgreed: true,
    ...changes,
  };
}
