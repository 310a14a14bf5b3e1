import type { AcademicYear } from '../../core/academic-year.ts';
import type { Claim } from '../../core/claim.ts';
import type { HubCode } from '../../core/codes.ts';
import { type FundingSummary, fundingSummary, totalOf } from '../../core/funding-summary.ts';
import type { Page } from '../../core/page.ts';
import type { Participation } from '../../core/participation.ts';
import type { Policy, PolicyFor } from '../../core/policy.ts';
import { everyPage } from './every-page.ts';

export interface SummariseFundingDeps {
  readonly listParticipations: (
    query: Paging & { readonly academicYear: AcademicYear | undefined },
  ) => Promise<Page<Participation>>;
  readonly listClaims: (query: Paging) => Promise<Page<Claim>>;
  readonly policyFor: PolicyFor;
}
interface Paging {
  readonly hub: HubCode | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const PAGE = 1000;

/** Where the money of a hub, or of all, stands: in one year, or in all of them. */
export async function summariseFunding(
  {
    hub,
    academicYear,
  }: { readonly hub: HubCode | undefined; readonly academicYear: AcademicYear | undefined },
  deps: SummariseFundingDeps,
): Promise<{ items: FundingSummary[]; total: ReturnType<typeof totalOf> }> {
  const [participations, claims] = await Promise.all([
    everyPage((cursor) => deps.listParticipations({ hub, academicYear, cursor, limit: PAGE })),
    everyPage((cursor) => deps.listClaims({ hub, cursor, limit: PAGE })),
  ]);
  const policies = new Map<AcademicYear, Policy>();
  for (const year of new Set(participations.map((each) => each.academicYear))) {
    const policy = await deps.policyFor(year);
    if (policy) policies.set(year, policy);
  }
  const wanted = claims.filter((claim) => !academicYear || claim.academicYear === academicYear);
  const items = fundingSummary(participations, wanted, policies);
  return { items, total: totalOf(items) };
}
