import { ASK_MOVES, type Ask, type AskId, type AskKind, askIdOf } from '../../core/ask.ts';
import type { TeacherGuard } from '../../core/guard.ts';
import type { Instant } from '../../core/instant.ts';
import { londonClosing } from '../../core/london.ts';
import {
  isSpecialist,
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
} from '../../core/participation.ts';
import { type Policy, type PolicyFor, windowOf } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { escalationOf } from './begin-specialist-year.ts';
import type { Caller } from './caller.ts';
import { type TeacherGuardDeps, teacherGuardOf } from './freed-teacher-guard.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';
import { handedOver } from './restart.ts';
import { tryAgain } from './try-again.ts';

export interface ReopenYearDeps extends TeacherGuardDeps {
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Asks again what nobody decided in time, for as many days as the policy says; a new generation of the workflow keeps
 * that deadline. A year that closed as undecided is active again; an application, or an offer to lead, can be decided
 * about until its year opens.
 */
export function reopenYear(
  { id, caller, now }: { readonly id: ParticipationId; readonly caller: Caller; readonly now: Instant },
  deps: ReopenYearDeps,
): Promise<Participation | Refusal> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(id);
    if (!participation) return { refused: [reason('not-found', 'id')] };
    if (participation.outcome !== 'undecided') return { refused: [reason('not-undecided', '')] };
    const kind = undecidedIn(participation);
    const ask = await deps.readAsk(askIdOf(id, kind));
    const policy = await deps.policyFor(participation.academicYear);
    if (!ask || !policy) throw new Error(`${id} has no ${kind} ask or no policy`);
    const guard = kind === 'selection' ? await teacherGuardOf(id, deps) : undefined;
    const refused = reopeningReason(participation, kind, guard, policy, now);
    if (refused) return { refused: [refused] };
    const { outcome, ...undecided } = participation;
    const open = changed<Participation>(undecided, {
      status: PARTICIPATION_MOVES.after(
        isBeforeYear(participation) ? 'ask-again' : 'reopen',
        participation.status,
      ),
      generation: participation.generation + 1,
    });
    const reopened = { ...about(open), generation: open.generation };
    const commitment = await deps.commit({
      puts: [
        open,
        askedAgain(ask, closingOf(participation, policy, now), policy, now),
        ...(guard ? [changed(guard, { live: true })] : []),
      ],
      events: [announce(open, { type: 'YearReopened', data: reopened }, ...handedOver(participation, open))],
      at: now,
      by: caller.actor,
    });
    return commitment.outcome === 'committed' ? open : undefined;
  });
}

/** What nobody decided: what comes next for a school, or one of the three decisions about a Specialist. */
function undecidedIn({ id, stage, yearDue }: Participation): AskKind {
  if (!isSpecialist(id)) return 'progression';
  if (stage === 'leading') return 'leading';
  return yearDue ? 'accreditation' : 'selection';
}

/** Whether it was left undecided whether the year takes place at all. */
const isBeforeYear = ({ yearDue }: Participation): boolean => !yearDue;

function reopeningReason(
  participation: Participation,
  kind: AskKind,
  guard: TeacherGuard | undefined,
  policy: Policy,
  now: Instant,
): Reason | undefined {
  const { opensAt } = windowOf(policy, 'year');
  if (isBeforeYear(participation) && opensAt <= now) {
    return reason('year-has-begun', '', 'The year has begun: nothing is left to decide before it.');
  }
  const taken = kind === 'selection' && (!guard || guard.live);
  return taken ? reason('teacher-already-on-programme', '') : undefined;
}

/** The end of the working day, so many days from now; what is decided about a year to come, before it opens. */
function closingOf(participation: Participation, policy: Policy, now: Instant): Instant {
  const later = londonClosing(now, policy.reopenedForDays);
  const { opensAt } = windowOf(policy, 'year');
  return isBeforeYear(participation) && opensAt < later ? opensAt : later;
}

function askedAgain(ask: Ask, closesAt: Instant, policy: Policy, now: Instant): Ask {
  const { escalatedAt, doorbell, ...before } = ask;
  return changed<Ask>(before, {
    status: ASK_MOVES.after('reopen', ask.status),
    opensAt: now,
    closesAt,
    ...(ask.escalatesAt ? { escalatesAt: escalationOf(closesAt, policy) } : {}),
  });
}
