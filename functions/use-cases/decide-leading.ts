import type { Ask, LeadingAnswer } from '../../core/ask.ts';
import type { LeadingDecision, SpecialistId } from '../../core/codes.ts';
import { londonDateOf } from '../../core/london.ts';
import { PARTICIPATION_MOVES, type Participation, specialistOf } from '../../core/participation.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Answering, answered } from './answering.ts';
import { decidedLeading } from './decided-leading.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';

export interface DecideLeadingDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly commit: Commit;
}

/**
 * Answers whether an accredited Specialist leads in the year that is offered. To lead is a place in that year; not to
 * closes it before it has begun, and a group that is led in it all the same needs another lead.
 */
export async function decideLeading(
  answering: Answering,
  { decision }: LeadingAnswer,
  deps: DecideLeadingDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const before = await deps.readSpecialist(specialistOf(participation.id));
  if (!before) throw new Error(`${participation.id} has no Specialist`);
  const { academicYear } = participation;
  const { specialist, announcements } = decidedLeading(before, academicYear, decision, londonDateOf(now));
  const decided = changed(participation, consequenceOf(participation, decision));
  const put = answered(answering, { decision });
  const commitment = await deps.commit({
    puts: [put, decided, specialist],
    events: [
      announce(
        decided,
        { type: 'AskAnswered', data: { ...about(decided), askId: ask.id, kind: ask.kind } },
        { type: 'LeadingDecided', data: { ...about(decided), specialistId: specialist.id, decision } },
      ),
      announce(specialist, ...announcements),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}

function consequenceOf({ status }: Participation, decision: LeadingDecision): Partial<Participation> {
  switch (decision) {
    case 'lead':
      return { status: PARTICIPATION_MOVES.after('place', status) };
    case 'not-this-year':
      return { status: PARTICIPATION_MOVES.after('turn-down', status), outcome: 'pause' };
    case 'stop':
      return { status: PARTICIPATION_MOVES.after('turn-down', status), outcome: 'finish' };
  }
}
