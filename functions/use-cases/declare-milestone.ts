import type { Ask, DeclarationAnswer } from '../../core/ask.ts';
import { type Claim, claimIdOf } from '../../core/claim.ts';
import type { Milestone } from '../../core/codes.ts';
import { declarationReasons } from '../../core/declaration.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import {
  type MilestoneState,
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
} from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { type Answering, answered } from './answering.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DeclareMilestoneDeps {
  readonly claimsOf: (id: ParticipationId) => Promise<Claim[]>;
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
  const claim = await claimOf(declared, state, now, deps);
  const put = answered(answering, answer);
  const commitment = await deps.commit({
    puts: [put, declared, ...(claim ? [claim] : [])],
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
        ...(claim ? [raised(declared, claim)] : []),
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

/**
 * The claim that the milestone releases; none where the policy names no instalment, or where the slot was taken
 * before the school withdrew and enrolled again: an instalment is paid once a year.
 */
async function claimOf(
  participation: Participation,
  state: MilestoneState,
  now: Instant,
  deps: Pick<DeclareMilestoneDeps, 'claimsOf'>,
): Promise<Claim | undefined> {
  if (state.instalment === 0) return undefined;
  const before = await deps.claimsOf(participation.id);
  if (before.some(({ instalment }) => instalment === state.milestone)) return undefined;
  const { id, urn, hub, academicYear, stage, policyVersion } = participation;
  if (!policyVersion) throw new Error(`${id} has no policy version`);
  return {
    type: 'claim',
    version: 1,
    id: claimIdOf(id, state.milestone),
    participationId: id,
    instalment: state.milestone,
    urn,
    hub,
    academicYear,
    stage,
    amount: state.instalment,
    policyVersion,
    status: 'raised',
    raisedAt: now,
  };
}

function raised(participation: Participation, claim: Claim): Announcement {
  const { id, instalment, amount, policyVersion } = claim;
  return {
    type: 'ClaimRaised',
    data: { ...about(participation), claimId: id, instalment, amount, policyVersion },
  };
}
