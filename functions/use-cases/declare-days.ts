import type { Ask, DaysAnswer } from '../../core/ask.ts';
import type { Term } from '../../core/codes.ts';
import { daysAmount, daysReasons } from '../../core/days.ts';
import type { Instant, LondonDate } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import {
  type DayPlan,
  PARTICIPATION_MOVES,
  type Participation,
  type TermState,
} from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { about, announce } from './participation-events.ts';
import { type RaiseClaimDeps, raiseClaim } from './raise-claim.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DeclareDaysDeps extends RaiseClaimDeps {
  readonly commit: Commit;
}

/** Declares a term's days: the answer, the days, and the claim for them, in one change. No days make no claim. */
export async function declareDays(
  answering: Answering,
  answer: DaysAnswer,
  deps: DeclareDaysDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const { term } = ask;
  const plan = participation.days;
  if (!plan || !term) throw new Error(`${participation.id} has no days to declare`);
  const refusal = refusalOf(daysReasons(plan, answer));
  if (refusal) return refusal;
  const declared = declaredIn(participation, plan, term, answer);
  const earned = { instalment: term, amount: daysAmount(plan, answer), on: dayOfDeclaration(ask, now) };
  const raised = await raiseClaim(answering, declared, earned, deps);
  const put = answered(answering, answer);
  const late = answering.lateReason === undefined ? {} : { late: true };
  const commitment = await deps.commit({
    puts: [put, declared, ...raised.claims],
    unchanged: raised.unchanged,
    events: [
      announce(
        declared,
        { type: 'AskAnswered', data: { ...about(declared), askId: ask.id, kind: ask.kind } },
        { type: 'DaysDeclared', data: { ...about(declared), term, ...answer, ...late } },
        ...raised.announcements,
      ),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}

/** The participation once the term's days are declared. */
function declaredIn(
  participation: Participation,
  plan: DayPlan,
  term: Term,
  days: DaysAnswer,
): Participation {
  const action = participation.status === 'closed' ? 'declare-after-close' : 'declare';
  const terms = plan.terms.map(
    (each): TermState => (each.term === term ? { ...each, ...days, status: 'declared' } : each),
  );
  return changed(participation, {
    status: PARTICIPATION_MOVES.after(action, participation.status),
    days: { ...plan, terms },
  });
}

/** Today, or, declared late, the last day of the window: a school that came later is not paid for the days before it. */
function dayOfDeclaration({ closesAt }: Ask, now: Instant): LondonDate {
  const today = londonDateOf(now);
  const last = londonDateOf(closesAt);
  return today < last ? today : last;
}
