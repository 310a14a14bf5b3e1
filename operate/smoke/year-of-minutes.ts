import type { AcademicYear } from '../../core/academic-year.ts';
import { type Instant, instantOf } from '../../core/instant.ts';
import type { Policy } from '../../core/policy.ts';

const MINUTE = 60_000;

/** When a year that begins a minute and a half from now opens its first window. */
export const yearOpensAt = (now: Instant): Instant => minutesAfter(now, 1.5);

/**
 * A year that passes within the hour: its calendar names instants, minutes apart, and all else is as in the policy it is
 * made from. A Specialist may lead any number of groups in it, since every smoke forms another.
 */
export function yearOfMinutes(
  policy: Policy,
  academicYear: AcademicYear,
  version: number,
  now: Instant,
): Policy {
  const window = (opens: number, closes: number) => ({
    opensAt: minutesAfter(now, opens),
    closesAt: minutesAfter(now, closes),
  });
  return {
    ...policy,
    academicYear,
    version,
    groupsPerLead: 100_000,
    calendar: {
      applications: window(-60, 10),
      selection: { closesAt: minutesAfter(now, 1) },
      placement: { closesAt: minutesAfter(now, 10) },
      year: { opensAt: yearOpensAt(now), closesAt: minutesAfter(now, 60) },
      started: window(1.5, 20),
      retained: window(20, 25),
      completed: window(25, 40),
      progression: window(25, 45),
      autumn: window(2, 15),
      spring: window(15, 25),
      summer: window(25, 40),
    },
  };
}

function minutesAfter(now: Instant, minutes: number): Instant {
  return instantOf(Date.parse(now) + minutes * MINUTE);
}
