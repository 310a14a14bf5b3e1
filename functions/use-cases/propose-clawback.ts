import { CLAWBACK_MOVES, type Claim } from '../../core/claim.ts';
import type { Pence } from '../../core/pence.ts';
import { reason } from '../../core/reason.ts';
import { changed } from '../../workflows/change.ts';
import { type ChangeClaim, type ChangeClaimDeps, changeClaim, statusForbids } from './change-claim.ts';
import type { Refusal } from './refusal.ts';

export interface ProposeClawback extends ChangeClaim {
  /** Pence; undefined: all that was paid. */
  readonly amount: Pence | undefined;
  readonly reason: string;
}

/** Finance proposes to recover what was paid for a claim, or a part of it: once, and for a second person to decide on. */
export function proposeClawback(input: ProposeClawback, deps: ChangeClaimDeps): Promise<Claim | Refusal> {
  const { caller, now } = input;
  return changeClaim(input, deps, (before) => {
    if (before.status !== 'paid') return { refused: [reason('nothing-paid', '')] };
    const { clawback } = before;
    if (!CLAWBACK_MOVES.permits('propose', clawback.status)) {
      return statusForbids(`under a clawback that is ${clawback.status}`);
    }
    const amount = input.amount ?? before.amount;
    if (amount > before.amount) return { refused: [reason('more-than-paid', 'amount')] };
    const proposal = { amount, reason: input.reason, proposedBy: caller.actor, proposedAt: now };
    const claim = changed(before, { clawback: { status: 'proposed', ...proposal } });
    return { claim, says: 'ClawbackProposed', amount };
  });
}
