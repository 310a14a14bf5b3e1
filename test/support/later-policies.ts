import { Temporal } from 'temporal-polyfill';
import { academicYearFrom, startYearOf } from '../../core/academic-year.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { type Policy, parsePolicy } from '../../core/policy.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';

/**
 * The policy of an academic year that nobody has decided on yet: the last one that is shipped, with every date
 * moved by whole years on the calendar (29 February becomes the 28th). Only tests rest on it. Throws PolicyInvalid.
 */
export function laterPolicy(startYear: number): Policy {
  const last = shippedPolicies().at(-1);
  if (!last) throw new Error('no policy is shipped');
  const years = startYear - startYearOf(last.academicYear);
  return parsePolicy({
    ...last,
    academicYear: academicYearFrom(startYear),
    calendar: Object.fromEntries(
      Object.entries(last.calendar).map(([name, window]) => [name, moved(window, years)]),
    ),
  });
}

function moved(window: object, years: number): object {
  const dates = Object.entries(window).map(([edge, date]) => {
    const later = Temporal.PlainDate.from(londonDateSchema.parse(date)).add({ years });
    return [edge, later.toString()];
  });
  return Object.fromEntries(dates);
}
