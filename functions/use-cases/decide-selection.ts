import type { Ask, SelectionAnswer } from '../../core/ask.ts';
import { PARTICIPATION_MOVES, type Participation, specialistOf } from '../../core/participation.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { type Answering, answered } from './answering.ts';
import { freedTeacherGuard, type TeacherGuardDeps } from './freed-teacher-guard.ts';
import { about, announce } from './participation-events.ts';
import type { Refusal } from './refusal.ts';

export interface DecideSelectionDeps extends TeacherGuardDeps {
  readonly commit: Commit;
}

/**
 * Decides about an application: accepted, the place is the teacher's and only the year is waited for; declined, the
 * year closes at once and the teacher may apply again another year.
 */
export async function decideSelection(
  answering: Answering,
  answer: SelectionAnswer,
  deps: DecideSelectionDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const put = answered(answering, answer);
  const accepted = answer.decision === 'accept';
  const after = accepted ? selected(participation) : declined(participation);
  const commitment = await deps.commit({
    puts: [put, after, ...(accepted ? [] : await freedTeacherGuard(participation.id, deps))],
    events: [
      announce(
        after,
        { type: 'AskAnswered', data: { ...about(after), askId: ask.id, kind: ask.kind } },
        decided(after, accepted),
      ),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}

function selected(participation: Participation): Participation {
  return changed(participation, { status: PARTICIPATION_MOVES.after('place', participation.status) });
}

function declined(participation: Participation): Participation {
  return changed(participation, {
    status: PARTICIPATION_MOVES.after('turn-down', participation.status),
    outcome: 'declined',
  });
}

function decided(after: Participation, accepted: boolean): Announcement {
  const data = { ...about(after), specialistId: specialistOf(after.id) };
  if (accepted) return { type: 'SpecialistSelected', data };
  return { type: 'SpecialistNotSelected', data: { ...data, cause: 'declined' } };
}
