import { type Claim, claimIdOf } from '../../core/claim.ts';
import type { Instalment, SpecialistId, Urn } from '../../core/codes.ts';
import type { LondonDate } from '../../core/instant.ts';
import {
  isSpecialist,
  type Participation,
  type ParticipationId,
  specialistOf,
} from '../../core/participation.ts';
import type { Pence } from '../../core/pence.ts';
import { type Specialist, schoolOn } from '../../core/specialist.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { Answering } from './answering.ts';
import { about } from './participation-events.ts';

export interface RaiseClaimDeps {
  readonly claimsOf: (id: ParticipationId) => Promise<Claim[]>;
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
}

export interface Earned {
  readonly instalment: Instalment;
  readonly amount: Pence;
  /** The day it was earned on: a Specialist's money goes to the school of that day. */
  readonly on: LondonDate;
  readonly evidenceType?: Claim['releasedBy']['evidenceType'];
}

/** What a change has to put, to rest on and to announce so that money becomes payable; all empty where none does. */
export interface Raised {
  readonly claims: readonly Claim[];
  readonly unchanged: readonly Specialist[];
  readonly announcements: readonly Announcement[];
}

const NOTHING: Raised = { claims: [], unchanged: [], announcements: [] };

/**
 * The claim for what was earned, by the participation as the answer leaves it; none for nothing, nor where the slot was taken before the participant withdrew and
 * enrolled again: an instalment is paid once a year.
 */
export async function raiseClaim(
  { ask, now, lateReason }: Answering,
  participation: Participation,
  { instalment, amount, on, evidenceType }: Earned,
  deps: RaiseClaimDeps,
): Promise<Raised> {
  const { id, hub, academicYear, stage, policyVersion } = participation;
  if (amount === 0) return NOTHING;
  const before = await deps.claimsOf(id);
  if (before.some((each) => each.instalment === instalment)) return NOTHING;
  if (!policyVersion) throw new Error(`${id} has no policy version`);
  const { urn, unchanged } = await payeeOf(participation, on, deps);
  const claim: Claim = {
    type: 'claim',
    version: 1,
    id: claimIdOf(id, instalment),
    participationId: id,
    instalment,
    urn,
    hub,
    academicYear,
    stage,
    amount,
    policyVersion,
    raisedAt: now,
    releasedBy: { askId: ask.id, happenedOn: on, evidenceType, late: lateReason !== undefined },
    status: 'raised',
    clawback: { status: 'none' },
  };
  const data = { ...about(participation), urn, claimId: claim.id, instalment, amount, policyVersion };
  return { claims: [claim], unchanged, announcements: [{ type: 'ClaimRaised', data }] };
}

/** The school that is paid: the participation's own, or the one where the Specialist taught on that day. */
async function payeeOf(
  { id, urn }: Participation,
  on: LondonDate,
  deps: RaiseClaimDeps,
): Promise<{ urn: Urn; unchanged: readonly Specialist[] }> {
  if (!isSpecialist(id)) return { urn, unchanged: [] };
  const specialist = await deps.readSpecialist(specialistOf(id));
  if (!specialist) throw new Error(`${id} has no Specialist`);
  return { urn: schoolOn(specialist, on).urn, unchanged: [specialist] };
}
