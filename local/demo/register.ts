import type { Row } from '../../workflows/change.ts';
import { demoHubs } from './hubs.ts';
import { shippedPolicies } from './policies.ts';
import { demoSchools } from './schools.ts';
import { demoSpecialists } from './specialists.ts';

/**
 * The demo `register`: the policies, the 40 hubs, sample schools and sample Specialists, and nothing that lives:
 * no enrolment, no workflow. The same rows every time, each in its first version.
 */
export function demoRows(): Row[] {
  const schools = demoSchools();
  return [...shippedPolicies(), ...demoHubs(), ...schools, ...demoSpecialists(schools)];
}
