import { type AcademicYear, academicYearFrom, startYearOf } from '../../core/academic-year.ts';
import type { Claim } from '../../core/claim.ts';
import type { Page } from '../../core/page.ts';
import type { Participation } from '../../core/participation.ts';
import { contradictionsOf, namesInstants, type Policy } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import { releasedReasons, type WhatIf, whatIf } from '../../core/what-if.ts';
import { everyPage } from './every-page.ts';

export interface JudgePolicyDeps {
  readonly listParticipations: (
    query: Paging & { readonly academicYear: AcademicYear },
  ) => Promise<Page<Participation>>;
  readonly listClaims: (query: Paging) => Promise<Page<Claim>>;
  /** Whether a calendar may name instants, minutes apart: in a sandbox, and nowhere that people keep deadlines. */
  readonly takesInstants: () => boolean;
}
interface Paging {
  readonly cursor: string | undefined;
  readonly limit: number;
}

const PAGE = 1000;

/**
 * Why a policy may not become active; empty where it may: it agrees with itself, with what was released, and names
 * instants only where the stage takes them.
 */
export async function policyReasons(
  proposed: Policy,
  active: Policy | undefined,
  deps: Pick<JudgePolicyDeps, 'listClaims' | 'takesInstants'>,
): Promise<Reason[]> {
  const contradictions = contradictionsOf(proposed).map((problem) => {
    const colon = problem.indexOf(': ');
    return reason('policy-invalid', problem.slice(0, colon), problem.slice(colon + 2));
  });
  const instants =
    namesInstants(proposed) && !deps.takesInstants()
      ? [reason('policy-invalid', 'calendar', 'names instants, which only a sandbox takes')]
      : [];
  const claims = await everyPage((cursor) => deps.listClaims({ cursor, limit: PAGE }));
  return [...contradictions, ...instants, ...releasedReasons(proposed, active, claims)];
}

/** What a policy would change in pounds, over copies of all live participations. Nothing is written. */
export async function whatIfOf(
  proposed: Policy,
  active: Policy | undefined,
  deps: Pick<JudgePolicyDeps, 'listParticipations'>,
): Promise<WhatIf> {
  const { academicYear } = proposed;
  const years = [academicYear, academicYearFrom(startYearOf(academicYear) - 1)];
  const participations = await Promise.all(
    years.map((year) =>
      everyPage((cursor) => deps.listParticipations({ academicYear: year, cursor, limit: PAGE })),
    ),
  );
  return whatIf(proposed, active, participations.flat());
}
