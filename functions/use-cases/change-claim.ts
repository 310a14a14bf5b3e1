import type { Claim, ClaimId } from '../../core/claim.ts';
import type { Instant } from '../../core/instant.ts';
import type { Pence } from '../../core/pence.ts';
import { reason } from '../../core/reason.ts';
import type { Change, Commit } from '../../workflows/change.ts';
import type { Announcement, EventType } from '../../workflows/events.ts';
import type { Caller } from './caller.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface ChangeClaimDeps {
  readonly readClaim: (id: ClaimId) => Promise<Claim | undefined>;
  readonly commit: Commit;
}

/** What finance does to a claim: which, who, when. Each such change has an input of this kind. */
export interface ChangeClaim {
  readonly id: ClaimId;
  readonly caller: Caller;
  readonly now: Instant;
}

/** A claim with its next version, the event that tells of it, and what else changes with it. */
export interface ChangedClaim {
  readonly claim: Claim;
  readonly says: Extract<
    EventType,
    | 'ClaimHeld'
    | 'ClaimReleased'
    | 'ClaimCancelled'
    | 'ClawbackProposed'
    | 'ClawbackApproved'
    | 'ClawbackDeclined'
  >;
  /** What the event is about, in pence. */
  readonly amount: Pence;
  readonly along?: Pick<Change, 'puts' | 'events'>;
}

/** One change of a claim that a person decides on; judged anew where the claim changed meanwhile. */
export function changeClaim(
  { id, caller, now }: ChangeClaim,
  deps: ChangeClaimDeps,
  judge: (claim: Claim) => ChangedClaim | Refusal | Promise<ChangedClaim | Refusal>,
): Promise<Claim | Refusal> {
  return tryAgain(async () => {
    const before = await deps.readClaim(id);
    if (!before) return { refused: [reason('not-found', 'id')] };
    const judged = await judge(before);
    if (isRefusal(judged)) return judged;
    const { claim, says, amount, along } = judged;
    const announcement: Announcement = { type: says, data: { claimId: id, urn: claim.urn, amount } };
    const { version: subjectVersion, hub } = claim;
    const commitment = await deps.commit({
      puts: [claim, ...(along?.puts ?? [])],
      events: [{ subject: id, subjectVersion, hub, announcements: [announcement] }, ...(along?.events ?? [])],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? claim : undefined;
  });
}

/** The claim is at a point at which this cannot be done. */
export const statusForbids = (status: string): Refusal => ({
  refused: [reason('status-forbids', '', `It is ${status}: that does not permit this.`)],
});
