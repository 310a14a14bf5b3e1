import type { AcademicYear } from '../../core/academic-year.ts';
import { ASK_MOVES, type Ask, type AskId, participationOfAsk } from '../../core/ask.ts';
import type { Actor, Urn } from '../../core/codes.ts';
import type { PathwayGuard, TeacherGuard } from '../../core/guard.ts';
import type { Instant } from '../../core/instant.ts';
import {
  type DayPlan,
  PARTICIPATION_MOVES,
  type Participation,
  type ParticipationId,
  specialistOf,
  type TermState,
} from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import { freedGuard } from './freed-guard.ts';
import { freedTeacherGuard, type TeacherGuardDeps } from './freed-teacher-guard.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface SettleAskDeps extends TeacherGuardDeps {
  readonly readAsk: (id: AskId) => Promise<Ask | undefined>;
  readonly readParticipation: (id: ParticipationId) => Promise<Participation | undefined>;
  readonly readPathwayGuard: (urn: Urn, year: AcademicYear) => Promise<PathwayGuard | undefined>;
  readonly commit: Commit;
}

/**
 * Says what became of an ask, and expires one that is still open after its deadline. What rang, how often and
 * when does not matter: only the row does.
 */
export function settleAsk(
  { askId, generation, enteredAt }: StepInput<'settle-ask'>,
  by: Actor,
  deps: SettleAskDeps,
): Promise<StepOutput<'settle-ask'>> {
  return tryAgain(async () => {
    // In this order: an ask found open was open already when its participation was read.
    const participation = await deps.readParticipation(participationOfAsk(askId));
    const ask = await deps.readAsk(askId);
    if (!isConducting(participation, generation, ['enrolled', 'placed', 'active', 'not-placed'])) {
      return { status: 'superseded' };
    }
    switch (ask?.status) {
      case undefined:
      case 'cancelled':
        return { status: 'superseded' };
      case 'answered':
        return (await heard(ask, enteredAt, by, deps)) ? { status: 'answered' } : undefined;
      case 'expired':
        return { status: 'expired' };
      case 'open':
        if (enteredAt < ask.closesAt) return { status: 'open' };
        return (await expire(ask, participation, enteredAt, by, deps)) ? { status: 'expired' } : undefined;
    }
  });
}

/**
 * Takes the doorbell off an answered ask: the workflow has heard of the answer. One that still bears it is what the
 * sweep rings for. False where the row changed meanwhile.
 */
async function heard(ask: Ask, at: Instant, by: Actor, deps: SettleAskDeps): Promise<boolean> {
  const { doorbell, ...silent } = ask;
  if (!doorbell) return true;
  const { outcome } = await deps.commit({ puts: [changed<Ask>(silent, {})], events: [], at, by });
  return outcome === 'committed';
}

/** Expires the ask with what that means for the participation. False where a row changed meanwhile. */
async function expire(
  ask: Ask,
  participation: Participation,
  at: Instant,
  by: Actor,
  deps: SettleAskDeps,
): Promise<boolean> {
  const expired = changed(ask, { status: ASK_MOVES.after('expire', ask.status) });
  const after = changed(participation, consequenceOf(ask, participation));
  const missed = missedBy(ask, after);
  const commitment = await deps.commit({
    puts: [expired, after, ...(await freedBy(ask, participation, deps))],
    events: [
      announce(
        after,
        { type: 'AskExpired', data: { ...about(after), askId: ask.id, kind: ask.kind } },
        ...missed,
      ),
    ],
    at,
    by,
  });
  return commitment.outcome === 'committed';
}

/** The guard that no longer stands in the way: of the school's place in the year, or of the teacher's application. */
async function freedBy(
  { kind }: Ask,
  participation: Participation,
  deps: SettleAskDeps,
): Promise<(PathwayGuard | TeacherGuard)[]> {
  if (kind === 'placement') return freedGuard(participation, deps);
  return kind === 'selection' ? freedTeacherGuard(participation.id, deps) : [];
}

function missedBy({ kind, milestone, term }: Ask, after: Participation): Announcement[] {
  if (milestone) return [{ type: 'MilestoneMissed', data: { ...about(after), milestone } }];
  if (term) return [{ type: 'DaysMissed', data: { ...about(after), term } }];
  if (kind !== 'selection') return [];
  const data = { ...about(after), specialistId: specialistOf(after.id), cause: 'not-decided' } as const;
  return [{ type: 'SpecialistNotSelected', data }];
}

/** The term's days are missed. */
function withoutTerm(days: DayPlan, { term }: Ask): DayPlan {
  const terms = days.terms.map(
    (each): TermState => (each.term === term ? { ...each, status: 'missed' } : each),
  );
  return { ...days, terms };
}

/** What an unanswered ask leaves behind: no place, a missed milestone or term, or a year that is undecided. */
function consequenceOf(ask: Ask, participation: Participation): Partial<Participation> {
  switch (ask.kind) {
    case 'placement':
      return { status: PARTICIPATION_MOVES.after('lapse', participation.status) };
    case 'declaration':
      return {
        status: PARTICIPATION_MOVES.after('miss', participation.status),
        milestones: participation.milestones.map((each) =>
          each.milestone === ask.milestone ? { ...each, status: 'missed' } : each,
        ),
      };
    case 'selection':
    case 'leading':
      return { status: PARTICIPATION_MOVES.after('turn-down', participation.status), outcome: 'undecided' };
    case 'days':
      return {
        status: PARTICIPATION_MOVES.after('miss', participation.status),
        ...(participation.days ? { days: withoutTerm(participation.days, ask) } : {}),
      };
    case 'progression':
    case 'accreditation':
      return {};
  }
}
