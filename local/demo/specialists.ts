import { hmacOf } from '../../adapters/teacher-key.ts';
import { type Counter, counterSchema } from '../../core/counter.ts';
import { type TeacherGuard, teacherGuardSchema } from '../../core/guard.ts';
import type { School } from '../../core/school.ts';
import { type Specialist, specialistSchema } from '../../core/specialist.ts';
import { SAMPLE_TEACHER_KEY } from '../place.ts';

/** A sample Specialist: who, of which school and cohort, and when accredited, if so. */
interface Sample {
  readonly name: string;
  readonly urn: string;
  readonly cohort: number;
  readonly accreditedOn?: string;
}

/**
 * sp-0001 to sp-0012, in this order. The first eight are accredited, each at the end of the two years that began
 * in September 2015 + cohort; sp-0001, sp-0002 and, still in training, sp-0009 are `origin`'s.
 */
const SAMPLES: readonly Sample[] = [
  { name: 'Ash', urn: '900005', cohort: 8, accreditedOn: '2025-07-11' },
  { name: 'Birch', urn: '900006', cohort: 7, accreditedOn: '2024-07-12' },
  { name: 'Cedar', urn: '900023', cohort: 5, accreditedOn: '2022-07-08' },
  { name: 'Dogwood', urn: '900031', cohort: 6, accreditedOn: '2023-07-07' },
  { name: 'Elm', urn: '900039', cohort: 7, accreditedOn: '2024-07-12' },
  { name: 'Fir', urn: '900047', cohort: 8, accreditedOn: '2025-07-11' },
  { name: 'Gorse', urn: '900055', cohort: 8, accreditedOn: '2025-07-11' },
  { name: 'Hazel', urn: '900061', cohort: 6, accreditedOn: '2023-07-07' },
  { name: 'Ivy', urn: '900007', cohort: 9 },
  { name: 'Juniper', urn: '900024', cohort: 9 },
  { name: 'Larch', urn: '900032', cohort: 10 },
  { name: 'Maple', urn: '900062', cohort: 10 },
];

/**
 * The sample Specialists of these schools, each with the guard row that keeps their teacher from applying twice, and the
 * counter from which the next one gets a number.
 */
export function demoSpecialists(schools: readonly School[]): (Specialist | TeacherGuard | Counter)[] {
  const rows = SAMPLES.flatMap(({ name, urn, ...training }, index) => {
    const id = `sp-${String(index + 1).padStart(4, '0')}`;
    const school = schools.find((each) => each.urn === urn);
    // Not seven digits: no form can name the same teacher.
    const teacherHmac = hmacOf(SAMPLE_TEACHER_KEY, `SAMPLE-TRN-${id}`);
    const from = `${2015 + training.cohort}-09-01`;
    const specialist = specialistSchema.parse({
      type: 'specialist',
      version: 1,
      id,
      name: `Sample Specialist ${name}`,
      teacherHmac,
      hub: school?.hub,
      urn,
      schoolName: school?.name,
      schools: [{ urn, schoolName: school?.name, from }],
      hubs: [{ hub: school?.hub, from }],
      ...training,
      accredited: training.accreditedOn !== undefined,
      leading: [],
      decisions: [],
      conflicts: [],
    });
    const guard = { type: 'teacher-guard', version: 1, hmac: teacherHmac, specialistId: id, live: true };
    return [specialist, teacherGuardSchema.parse(guard)];
  });
  const last = SAMPLES.length;
  return [...rows, counterSchema.parse({ type: 'counter', version: 1, name: 'specialists', last })];
}
