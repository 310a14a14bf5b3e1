import { academicYearFrom } from '../../../core/academic-year.ts';

/** The forms of the story, with sample people in them who are named as samples. */

/** `2025-26`, by the September in which it begins. */
export const yearFrom = (september: number): string => academicYearFrom(september);

const person = (role: string, urn: string) => ({
  name: `Sample ${role} of ${urn}`,
  email: `${role.toLowerCase().replaceAll(' ', '-')}.${urn}@people.example`,
});

const advocates = (urn: string) => [
  { ...person('Advocate', urn), role: 'head-of-department', experienceYears: 11 },
  { ...person('Second Advocate', urn), role: 'teacher', experienceYears: 4 },
];

export const schoolForm = (urn: string, september: number, activities: readonly string[]) => ({
  kind: 'school',
  stage: 'development',
  urn,
  academicYear: yearFrom(september),
  headteacher: person('Head', urn),
  advocates: advocates(urn),
  releaseAgreed: true,
  activities,
});

export const preparatoryForm = (urn: string, september: number, topic: string) => ({
  kind: 'preparatory',
  topic,
  urn,
  academicYear: yearFrom(september),
  headteacher: person('Head', urn),
  participants: [{ ...person('Teacher', urn), role: 'key-stage-3-lead', experienceYears: 6 }],
});

/** @param trn the sample teacher's reference number: no real one begins with 99900 */
export const specialistForm = (urn: string, september: number, trn: string) => ({
  kind: 'specialist',
  urn,
  academicYear: yearFrom(september),
  headteacher: person('Head', urn),
  teacher: { ...person('Applicant', urn), trn, yearsTeaching: 7 },
  launchAgreed: true,
});

export const declaration = (happenedOn: string, reference: string) => ({
  happenedOn,
  evidence: { type: 'attendance-register', reference },
});
