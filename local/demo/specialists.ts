import { createHmac } from 'node:crypto';
import type * as z from 'zod';
import { teacherGuardSchema } from '../../core/guard.ts';
import type { School } from '../../core/school.ts';
import { type Specialist, specialistSchema } from '../../core/specialist.ts';

type TeacherGuard = z.infer<typeof teacherGuardSchema>;

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

/** The sample Specialists of these schools, each with the guard row that keeps their teacher from applying twice. */
export function demoSpecialists(schools: readonly School[]): (Specialist | TeacherGuard)[] {
  return SAMPLES.flatMap(({ name, urn, ...training }, index) => {
    const id = `sp-${String(index + 1).padStart(4, '0')}`;
    const school = schools.find((each) => each.urn === urn);
    const specialist = specialistSchema.parse({
      type: 'specialist',
      version: 1,
      id,
      name: `Sample Specialist ${name}`,
      hub: school?.hub,
      urn,
      schoolName: school?.name,
      ...training,
      accredited: training.accreditedOn !== undefined,
      leading: [],
    });
    const hmac = createHmac('sha256', SAMPLE_KEY).update(`SAMPLE-TRN-${id}`).digest('hex');
    const guard = { type: 'teacher-guard', version: 1, hmac, specialistId: id };
    return [specialist, teacherGuardSchema.parse(guard)];
  });
}

/** No secret: what it is applied to are no teacher reference numbers either, which are seven digits. */
const SAMPLE_KEY = 'sample-key-of-the-demo-register';
