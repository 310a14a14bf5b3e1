import type { AcademicYear } from '../../core/academic-year.ts';
import { type Actor, isSpecialistStage, type Urn } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { isOpen, type Policy, type PolicyFor, windowOf } from '../../core/policy.ts';
import { REJOINING_MOVES, type Rejoining } from '../../core/rejoining.ts';
import type { School } from '../../core/school.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type BeginParticipationDeps, beginParticipation } from './begin-participation.ts';
import { carriedOver } from './close-year.ts';
import { type RejoinSpecialistDeps, rejoinSpecialist } from './rejoin-specialist.ts';

export interface RejoinSchoolsDeps extends BeginParticipationDeps, RejoinSpecialistDeps {
  /** Every school and Specialist that waits to rejoin, page after page. */
  readonly listRejoining: (cursor: string | undefined) => Promise<{ items: Rejoining[]; cursor?: string }>;
  readonly readSchool: (urn: Urn) => Promise<School | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Brings back the schools whose pause is over, and the Specialists whose training goes on: once applications for their
 * year are open, each gets its participation. Running it twice changes nothing. Answers with how many came back.
 */
export async function rejoinSchools(now: Instant, by: Actor, deps: RejoinSchoolsDeps): Promise<number> {
  const policies = new Map<AcademicYear, Policy | undefined>();
  let back = 0;
  let cursor: string | undefined;
  do {
    const page = await deps.listRejoining(cursor);
    for (const rejoining of page.items) {
      const { academicYear } = rejoining;
      if (!policies.has(academicYear)) policies.set(academicYear, await deps.policyFor(academicYear));
      const policy = policies.get(academicYear);
      // A year without a policy is simply not open yet: whoever waits goes on waiting.
      if (!policy || !isOpen(windowOf(policy, 'applications'), now)) continue;
      if (await rejoin(rejoining, policy, now, by, deps)) back += 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return back;
}

/** False where the school has its place already, or a row changed meanwhile: then the next night looks again. */
async function rejoin(
  rejoining: Rejoining,
  policy: Policy,
  now: Instant,
  by: Actor,
  deps: RejoinSchoolsDeps,
): Promise<boolean> {
  const { stage, enrolmentId, activities, repeated } = rejoining;
  if (isSpecialistStage(stage)) return rejoinSpecialist(rejoining, stage, policy, now, by, deps);
  const school = await deps.readSchool(rejoining.urn);
  if (!school) throw new Error(`${rejoining.id} has no school`);
  const begun = await beginParticipation(
    {
      school,
      hub: school.hub ?? rejoining.hub,
      policy,
      stage,
      repeated,
      enrolmentId,
      activities: carriedOver(activities, stage, policy),
      now,
      announcements: () => [],
    },
    deps,
  );
  const action = begun ? 'rejoin' : 'overtake';
  const settled = changed(rejoining, { status: REJOINING_MOVES.after(action, rejoining.status) });
  const commitment = await deps.commit({
    puts: [settled, ...(begun?.puts ?? [])],
    events: begun ? [begun.events] : [],
    at: now,
    by,
  });
  return begun !== undefined && commitment.outcome === 'committed';
}
