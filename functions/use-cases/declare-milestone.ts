import type { Ask, DeclarationAnswer } from '../../core/ask.ts';
import type { Milestone } from '../../core/codes.ts';
import { declarationReasons } from '../../core/declaration.ts';
import type { LondonDate } from '../../core/instant.ts';
import { PARTICIPATION_MOVES, type Participation } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { about, announce } from './participation-events.ts';
import { type RaiseClaimDeps, raiseClaim } from './raise-claim.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DeclareMilestoneDeps extends RaiseClaimDeps {
  readonly commit: Commit;
}

/** Declares a milestone: the answer, the milestone with its date, and the claim it releases, in one change. */
export async function declareMilestone(
  answering: Answering,
  answer: DeclarationAnswer,
  deps: DeclareMilestoneDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const refusal = refusalOf(declarationReasons(ask, participation, answer.happenedOn, now));
  if (refusal) return refusal;
  const state = participation.milestones.find((each) => each.milestone === ask.milestone);
  if (!state) throw new Error(`${participation.id} has no milestone ${ask.milestone}`);
  const declared = declaredOn(participation, state.milestone, answer.happenedOn);
  const earned = {
    instalment: state.milestone,
    amount: state.instalment,
    on: answer.happenedOn,
    evidenceType: answer.evidence.type,
  };
  const raised = await raiseClaim(answering, declared, earned, deps);
  const put = answered(answering, answer);
  const commitment = await deps.commit({
    puts: [put, declared, ...raised.claims],
    unchanged: raised.unchanged,
    events: [
      announce(
        declared,
        { type: 'AskAnswered', data: { ...about(declared), askId: ask.id, kind: ask.kind } },
        {
          type: 'MilestoneDeclared',
          data: {
            ...about(declared),
            milestone: state.milestone,
            happenedOn: answer.happenedOn,
            evidenceType: answer.evidence.type,
            ...(answering.lateReason === undefined ? {} : { late: true }),
          },
        },
        ...raised.announcements,
      ),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}

/** The participation once the milestone is declared, with the date that it stands for. */
function declaredOn(
  participation: Participation,
  milestone: Milestone,
  happenedOn: LondonDate,
): Participation {
  return changed(participation, {
    status: PARTICIPATION_MOVES.after(
      participation.status === 'closed' ? 'declare-after-close' : 'declare',
      participation.status,
    ),
    milestones: participation.milestones.map((each) =>
      each.milestone === milestone ? { ...each, status: 'declared', happenedOn } : each,
    ),
    ...(milestone === 'started' ? { startedOn: happenedOn } : {}),
    ...(milestone === 'completed' ? { completedOn: happenedOn } : {}),
  });
}
