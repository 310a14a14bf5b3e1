import { type Claim, PAYMENT_MOVES } from '../../core/claim.ts';
import { changed } from '../../workflows/change.ts';
import { type ChangeClaim, type ChangeClaimDeps, changeClaim, statusForbids } from './change-claim.ts';
import type { Refusal } from './refusal.ts';

/** A held claim waits for the hub's next statement again, as it did before. */
export function releaseClaim(input: ChangeClaim, deps: ChangeClaimDeps): Promise<Claim | Refusal> {
  return changeClaim(input, deps, (before) => {
    if (!PAYMENT_MOVES.permits('release', before.status)) return statusForbids(before.status);
    const { hold, ...unheld } = before;
    const claim = changed<Claim>(unheld, { status: PAYMENT_MOVES.after('release', before.status) });
    return { claim, says: 'ClaimReleased', amount: claim.amount };
  });
}
