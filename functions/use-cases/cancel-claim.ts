import { type Claim, PAYMENT_MOVES } from '../../core/claim.ts';
import { changed } from '../../workflows/change.ts';
import { type ChangeClaim, type ChangeClaimDeps, changeClaim, statusForbids } from './change-claim.ts';
import type { Refusal } from './refusal.ts';

export interface CancelClaim extends ChangeClaim {
  readonly reason: string;
}

/**
 * Finance gives a claim up for good: its slot stays taken, so the instalment will never be paid. On a statement it must
 * be held first, or the statement's sum would change under whoever approves it.
 */
export function cancelClaim(input: CancelClaim, deps: ChangeClaimDeps): Promise<Claim | Refusal> {
  const { reason, caller, now } = input;
  return changeClaim(input, deps, (before) => {
    if (!PAYMENT_MOVES.permits('cancel', before.status)) return statusForbids(before.status);
    const claim = changed(before, {
      status: PAYMENT_MOVES.after('cancel', before.status),
      cancellation: { reason, by: caller.actor, at: now },
    });
    return { claim, says: 'ClaimCancelled', amount: claim.amount };
  });
}
