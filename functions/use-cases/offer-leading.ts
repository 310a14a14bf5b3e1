import { type AcademicYear, academicYearOf, yearAfter } from '../../core/academic-year.ts';
import type { Actor, SpecialistId } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { isOfferedLeading } from '../../core/leading.ts';
import { londonDateOf } from '../../core/london.ts';
import type { Page } from '../../core/page.ts';
import { type Participation, participationIdOf, specialistOf } from '../../core/participation.ts';
import { type Policy, type PolicyFor, windowOf } from '../../core/policy.ts';
import type { Specialist } from '../../core/specialist.ts';
import type { Commit } from '../../workflows/change.ts';
import {
  type BeginSpecialistYearDeps,
  beginSpecialistYear,
  leadingClosesAt,
} from './begin-specialist-year.ts';

export interface OfferLeadingDeps extends BeginSpecialistYearDeps {
  readonly listSpecialists: (query: {
    readonly accredited: boolean;
    readonly cursor: string | undefined;
    readonly limit: number;
  }) => Promise<Page<Specialist>>;
  readonly listParticipations: (query: {
    readonly academicYear: AcademicYear;
    readonly stage: 'leading';
    readonly cursor: string | undefined;
    readonly limit: number;
  }) => Promise<Page<Participation>>;
  /** All years of a Specialist, the earliest first. */
  readonly participationsOf: (id: SpecialistId) => Promise<Participation[]>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

const PAGE = 200;

/**
 * Offers leading in the next academic year, from the day on which this year's progression opens until the year is over,
 * to every accredited Specialist to whom it has not been offered yet. A night that was missed is made up for by the
 * next. Answers with how many offers were made.
 */
export async function offerLeading(now: Instant, by: Actor, deps: OfferLeadingDeps): Promise<number> {
  const year = academicYearOf(londonDateOf(now));
  const current = await deps.policyFor(year);
  if (!current || now < windowOf(current, 'progression').opensAt) return 0;
  const closesAt = leadingClosesAt(current, now);
  const next = await deps.policyFor(yearAfter(year));
  // A year without a policy cannot be offered yet.
  if (!next || now >= closesAt) return 0;
  const offered = await offeredIn(next.academicYear, deps);
  let offers = 0;
  for await (const specialist of accredited(deps)) {
    if (!isOfferedLeading(specialist, next.academicYear) || offered.has(specialist.id)) continue;
    if (await offer(specialist, next, closesAt, now, by, deps)) offers += 1;
  }
  return offers;
}

/** All accredited Specialists, page after page. */
async function* accredited(deps: Pick<OfferLeadingDeps, 'listSpecialists'>): AsyncGenerator<Specialist> {
  let cursor: string | undefined;
  do {
    const page = await deps.listSpecialists({ accredited: true, cursor, limit: PAGE });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** To whom leading in this year was offered, in a few pages: night after night it is nearly everybody. */
async function offeredIn(
  academicYear: AcademicYear,
  deps: Pick<OfferLeadingDeps, 'listParticipations'>,
): Promise<ReadonlySet<SpecialistId>> {
  const offered = new Set<SpecialistId>();
  let cursor: string | undefined;
  do {
    const page = await deps.listParticipations({ academicYear, stage: 'leading', cursor, limit: PAGE });
    for (const { id } of page.items) offered.add(specialistOf(id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return offered;
}

/** False where it was offered before, whatever came of it, or a row changed meanwhile: then the next night looks again. */
async function offer(
  specialist: Specialist,
  policy: Policy,
  closesAt: Instant,
  now: Instant,
  by: Actor,
  deps: OfferLeadingDeps,
): Promise<boolean> {
  const stage = 'leading';
  const id = participationIdOf(specialist.id, policy.academicYear, stage);
  // Read consistently: the list may lag behind.
  const years = await deps.participationsOf(specialist.id);
  if (years.some((each) => each.id === id)) return false;
  const begun = await beginSpecialistYear(
    {
      specialist,
      policy,
      stage,
      decision: { kind: stage, closesAt },
      repeated: false,
      enrolmentId: years.at(-1)?.enrolmentId,
      now,
    },
    deps,
  );
  if (!begun) return false;
  // The offer holds only for the Specialist as read, not for one who has just stopped or moved.
  const { outcome } = await deps.commit({
    puts: begun.puts,
    unchanged: [specialist],
    events: [begun.events],
    at: now,
    by,
  });
  return outcome === 'committed';
}
