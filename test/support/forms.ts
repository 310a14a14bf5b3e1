/** Sample people, named so that nobody takes them for real, and so that a search for them finds every leak. */
export const SAMPLE_PEOPLE = [
  { name: 'Sample Head Quince', email: 'quince@people.example' },
  { name: 'Sample Advocate Rowan', email: 'rowan@people.example' },
  { name: 'Sample Advocate Sorrel', email: 'sorrel@people.example' },
] as const;

const [head, rowan, sorrel] = SAMPLE_PEOPLE;

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
