import type { Claim } from '../../core/claim.ts';
import { reason } from '../../core/reason.ts';
import { changed } from '../../workflows/change.ts';
import { type ChangeClaim, type ChangeClaimDeps, changeClaim, statusForbids } from './change-claim.ts';
import type { Refusal } from './refusal.ts';

export interface DecideClawback extends ChangeClaim {
  readonly decision: 'approve' | 'decline';
}

/**
 * A second person decides on a proposed clawback. Approved, it goes on the hub's next statement, whatever year it is of;
 * declined, the claim is as if none had been proposed. The proposer may do neither: who could take a proposal back and
 * make a larger one would have the second person approve what they never saw.
 */
export function decideClawback(input: DecideClawback, deps: ChangeClaimDeps): Promise<Claim | Refusal> {
  const { caller, now, decision } = input;
  return changeClaim(input, deps, (before) => {
    const { clawback } = before;
    if (clawback.status !== 'proposed') return statusForbids(`under a clawback that is ${clawback.status}`);
    if (clawback.proposedBy === caller.actor) {
      return { refused: [reason('proposer-may-not-approve', '')] };
    }
    const { amount } = clawback;
    if (decision === 'decline') {
      const claim = changed(before, { clawback: { status: 'none' } });
      return { claim, says: 'ClawbackDeclined', amount };
    }
    const approved = { ...clawback, status: 'approved', approvedBy: caller.actor, approvedAt: now } as const;
    return { claim: changed(before, { clawback: approved }), says: 'ClawbackApproved', amount };
  });
}
