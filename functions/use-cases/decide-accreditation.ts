import type { AccreditationAnswer, Ask } from '../../core/ask.ts';
import type { SpecialistId } from '../../core/codes.ts';
import { londonDateOf } from '../../core/london.ts';
import { PARTICIPATION_MOVES, specialistOf } from '../../core/participation.ts';
import { type PolicyFor, windowOf } from '../../core/policy.ts';
import { type Reason, reason } from '../../core/reason.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';
import { type Answering, answered } from './answering.ts';
import { about, announce } from './participation-events.ts';
import { type Refusal, refusalOf } from './refusal.ts';

export interface DecideAccreditationDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/**
 * Records the assessor's decision. An accreditation holds from here on, for life; the year itself is closed by its
 * workflow, when it has settled the milestones, and what follows from extending or declining follows then.
 */
export async function decideAccreditation(
  answering: Answering,
  answer: AccreditationAnswer,
  deps: DecideAccreditationDeps,
): Promise<Ask | Refusal | undefined> {
  const { ask, participation, caller, now } = answering;
  const refusal = refusalOf(await accreditationReasons(answering, answer, deps));
  if (refusal) return refusal;
  const put = answered(answering, answer);
  const decided = changed(participation, {
    status: PARTICIPATION_MOVES.after('decide', participation.status),
  });
  const specialistId = specialistOf(participation.id);
  const accredited = answer.decision === 'accredit' ? answer.assessedOn : undefined;
  const announcements: Announcement[] = accredited
    ? [{ type: 'SpecialistAccredited', data: { ...about(decided), specialistId, accreditedOn: accredited } }]
    : [];
  const commitment = await deps.commit({
    puts: [put, decided, ...(accredited ? [await accreditedOn(specialistId, accredited, deps)] : [])],
    events: [
      announce(
        decided,
        { type: 'AskAnswered', data: { ...about(decided), askId: ask.id, kind: ask.kind } },
        ...announcements,
      ),
    ],
    at: now,
    by: caller.actor,
  });
  return commitment.outcome === 'committed' ? put : undefined;
}

/** Why this cannot be decided; empty when it can. Source: the seed, two years of training, extended at most once. */
async function accreditationReasons(
  { participation, now }: Answering,
  answer: AccreditationAnswer,
  deps: DecideAccreditationDeps,
): Promise<Reason[]> {
  switch (answer.decision) {
    case 'extend':
      return participation.repeated ? [reason('extended-already', 'decision')] : [];
    case 'decline':
      return [];
    case 'accredit': {
      const policy = await deps.policyFor(participation.academicYear);
      if (!policy) throw new Error(`no policy for ${participation.academicYear}`);
      const opened = londonDateOf(windowOf(policy, 'year').opensAt);
      const inRange = opened <= answer.assessedOn && answer.assessedOn <= londonDateOf(now);
      return inRange ? [] : [reason('assessed-out-of-range', 'assessedOn')];
    }
  }
}

async function accreditedOn(
  id: SpecialistId,
  day: Specialist['accreditedOn'],
  deps: DecideAccreditationDeps,
): Promise<Specialist> {
  const specialist = await deps.readSpecialist(id);
  if (!specialist) throw new Error(`there is no ${id}`);
  return changed(specialist, { accredited: true, accreditedOn: day });
}
