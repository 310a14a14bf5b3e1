import { actorSchema } from '../../core/codes.ts';
import { instantOf } from '../../core/instant.ts';
import { parsePolicy } from '../../core/policy.ts';
import { deps } from '../../functions/support/deps.ts';
import { shippedPolicies } from '../../local/demo/policies.ts';
import type { Programme } from './programme.ts';

/**
 * Two years that are in a hurry, for every night on the way has its jobs, and each takes its time. For 2026-27 Specialists
 * are selected until the end of August, and the terms' days are declared in September; leading in 2027-28 is offered from
 * the 21st of it, and applied for.
 */
const HURRIED = {
  '2026-27': {
    selection: { closes: '2026-08-31' },
    autumn: { opens: '2026-09-02', closes: '2026-09-05' },
    spring: { opens: '2026-09-06', closes: '2026-09-10' },
    summer: { opens: '2026-09-11', closes: '2026-09-15' },
    progression: { opens: '2026-09-21', closes: '2026-10-31' },
  },
  '2027-28': {
    applications: { opens: '2026-09-21', closes: '2027-09-05' },
    placement: { closes: '2027-09-10' },
  },
} as const;

/** A start for tests, late in the window in which leading in 2026-27 is offered, and the morning after the first night. */
export const BEFORE_THE_OFFER = '2026-08-20T09:00:00Z';
export const OFFERED = '2026-08-21T09:00:00Z';

/** Puts the hurried years in the place of those that are shipped. */
export async function hurryLeading({ host }: Programme): Promise<void> {
  const puts = shippedPolicies().flatMap((policy) => {
    const calendar = Object.entries(HURRIED).find(([year]) => year === policy.academicYear)?.[1];
    if (!calendar) return [];
    return [parsePolicy({ ...policy, version: 2, calendar: { ...policy.calendar, ...calendar } })];
  });
  const at = instantOf(host.clock.now());
  await deps().commit({ puts, events: [], at, by: actorSchema.parse('seed') });
}
