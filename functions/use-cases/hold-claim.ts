import { type Claim, PAYMENT_MOVES } from '../../core/claim.ts';
import { changed } from '../../workflows/change.ts';
import { type ChangeClaim, type ChangeClaimDeps, changeClaim, statusForbids } from './change-claim.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { type RemovedFromStatementDeps, removedFromStatement } from './removed-from-statement.ts';

export interface HoldClaim extends ChangeClaim {
  readonly reason: string;
}

/**
 * Finance stops a claim until it is released or cancelled. On a statement that is open, its line is taken off in the
 * same change, and whoever holds it may not approve that statement; once it is approved the claim cannot be held.
 */
export function holdClaim(
  input: HoldClaim,
  deps: ChangeClaimDeps & RemovedFromStatementDeps,
): Promise<Claim | Refusal> {
  const { caller, now } = input;
  return changeClaim(input, deps, async (before) => {
    if (!PAYMENT_MOVES.permits('hold', before.status)) return statusForbids(before.status);
    const along = await removedFromStatement(before, { by: caller.actor, now }, deps);
    if (isRefusal(along)) return along;
    const { listed, ...unlisted } = before;
    const claim = changed<Claim>(unlisted, {
      status: PAYMENT_MOVES.after('hold', before.status),
      hold: { reason: input.reason, by: caller.actor, at: now },
    });
    return { claim, says: 'ClaimHeld', amount: claim.amount, along };
  });
}
