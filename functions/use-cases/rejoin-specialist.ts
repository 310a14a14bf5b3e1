import type { Actor, SpecialistId, SpecialistStage } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { specialistOf } from '../../core/participation.ts';
import type { Policy } from '../../core/policy.ts';
import { REJOINING_MOVES, type Rejoining } from '../../core/rejoining.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import {
  type BeginSpecialistYearDeps,
  beginSpecialistYear,
  selectionClosesAt,
} from './begin-specialist-year.ts';

export interface RejoinSpecialistDeps extends BeginSpecialistYearDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly commit: Commit;
}

/**
 * Brings back a Specialist whose training was deferred, or waited for the policy of its year: the place is theirs,
 * unless their application was still undecided. What was released before is not released again. False where the year
 * is there already, the Specialist was erased, or a row changed meanwhile: then the next night looks again.
 */
export async function rejoinSpecialist(
  rejoining: Rejoining,
  stage: SpecialistStage,
  policy: Policy,
  now: Instant,
  by: Actor,
  deps: RejoinSpecialistDeps,
): Promise<boolean> {
  const specialist = await deps.readSpecialist(specialistOf(rejoining.id));
  if (!specialist) throw new Error(`${rejoining.id} has no Specialist`);
  const { repeated, enrolmentId, releasedBefore, selected } = rejoining;
  const decision = selected
    ? undefined
    : ({ kind: 'selection', closesAt: selectionClosesAt(policy) } as const);
  const begun = specialist.erasedOn
    ? undefined
    : await beginSpecialistYear(
        { specialist, policy, stage, decision, repeated, enrolmentId, releasedBefore, now },
        deps,
      );
  const action = begun ? 'rejoin' : 'overtake';
  const settled = changed(rejoining, { status: REJOINING_MOVES.after(action, rejoining.status) });
  const commitment = await deps.commit({
    puts: [settled, ...(begun?.puts ?? [])],
    unchanged: [specialist],
    events: begun ? [begun.events] : [],
    at: now,
    by,
  });
  return begun !== undefined && commitment.outcome === 'committed';
}
