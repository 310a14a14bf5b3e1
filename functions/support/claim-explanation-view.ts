import { daysAnswerSchema, declarationAnswerSchema } from '../../core/ask.ts';
import type { Claim, ClaimId } from '../../core/claim.ts';
import type { Caller } from '../use-cases/caller.ts';
import type { ClaimExplanation } from '../use-cases/explain-claim.ts';
import { claimView } from './views.ts';

/**
 * Why a claim was paid, or is not yet, on one page. The one view that shows free text (the evidence's reference, the
 * reason of a hold): whoever may see the claim has to be able to check it.
 */
export function claimExplanationView(id: ClaimId, explained: ClaimExplanation, { actor }: Caller) {
  const { claim, participation, ask, rule, rates, statement } = explained;
  const declared = declarationAnswerSchema.safeParse(ask?.answer);
  const days = daysAnswerSchema.safeParse(ask?.answer);
  return {
    id,
    status: 'not-raised',
    participation: participation.id,
    instalment: id.slice(id.indexOf('.') + 1),
    amount: rule?.instalment,
    hub: participation.hub,
    academicYear: participation.academicYear,
    stage: participation.stage,
    ...(claim && claimView(claim)),
    ...(claim && isProposedBy(claim, actor) ? { proposedByYou: true } : {}),
    school: { urn: claim?.urn ?? participation.urn, name: participation.schoolName },
    releasedBy: claim && {
      ask: claim.releasedBy.askId,
      happenedOn: claim.releasedBy.happenedOn,
      evidence: {
        type: claim.releasedBy.evidenceType,
        ...(declared.success ? { reference: declared.data.evidence.reference } : {}),
      },
      ...(days.success ? { days: days.data } : {}),
      late: claim.releasedBy.late,
      ...(ask?.lateReason ? { lateReason: ask.lateReason } : {}),
    },
    rule,
    rates,
    statement: statement && {
      id: statement.id,
      month: statement.month,
      status: statement.status,
      approveBy: statement.approveBy,
      payOn: statement.payOn,
      seal: statement.seal,
    },
    hold: claim?.hold && { since: claim.hold.at, reason: claim.hold.reason },
    cancellation: claim?.cancellation && { at: claim.cancellation.at, reason: claim.cancellation.reason },
    ...('next' in explained ? { next: explained.next } : { ended: explained.ended }),
  };
}

/** Whoever proposed a clawback may not decide about it; who they are is nobody else's business. */
const isProposedBy = ({ clawback }: Claim, actor: Caller['actor']): boolean =>
  clawback.status !== 'none' && clawback.proposedBy === actor;
