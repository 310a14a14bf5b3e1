import { yearAfter } from '../../core/academic-year.ts';
import { type AccreditationAnswer, accreditationAnswerSchema, askIdOf } from '../../core/ask.ts';
import {
  type Actor,
  type SpecialistId,
  type SpecialistStage,
  specialistStageSchema,
} from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import { isOfferedLeading } from '../../core/leading.ts';
import {
  type Outcome,
  PARTICIPATION_MOVES,
  type Participation,
  participationIdOf,
  specialistOf,
} from '../../core/participation.ts';
import type { PolicyFor } from '../../core/policy.ts';
import type { Specialist } from '../../core/specialist.ts';
import { type Commit, changed, type Row, type SubjectEvents } from '../../workflows/change.ts';
import type { StepInput, StepOutput } from '../../workflows/steps.ts';
import {
  type BeginSpecialistYearDeps,
  beginSpecialistYear,
  leadingClosesAt,
} from './begin-specialist-year.ts';
import { freedTeacherGuard, type TeacherGuardDeps } from './freed-teacher-guard.ts';
import { about, announce } from './participation-events.ts';
import { isConducting } from './standing.ts';
import { tryAgain } from './try-again.ts';

export interface CloseSpecialistYearDeps extends BeginSpecialistYearDeps, TeacherGuardDeps {
  readonly readSpecialist: (id: SpecialistId) => Promise<Specialist | undefined>;
  readonly policyFor: PolicyFor;
  readonly commit: Commit;
}

/** What the closing of a year leaves behind. */
interface Sequel {
  readonly puts: readonly Row[];
  /** What it rests on: a change of school in the same moment must not be lost. */
  readonly unchanged: readonly Row[];
  readonly events: readonly SubjectEvents[];
}

const NOTHING_FOLLOWS: Sequel = { puts: [], unchanged: [], events: [] };

/**
 * Closes a Specialist's year, and begins what follows from its outcome in the same change: the second year of training
 * after the first, one more where it is extended, the offer to lead after the accreditation. Whoever is declined may
 * apply again.
 */
export function closeSpecialistYear(
  { participationId, generation, enteredAt }: StepInput<'close-specialist-year'>,
  by: Actor,
  deps: CloseSpecialistYearDeps,
): Promise<StepOutput<'close-specialist-year'>> {
  return tryAgain(async () => {
    const participation = await deps.readParticipation(participationId);
    if (!isConducting(participation, generation, ['active', 'closed'])) return { standing: 'superseded' };
    if (participation.status === 'closed') return { standing: 'current' };
    const outcome = await outcomeOf(participation, deps);
    const closed = changed(participation, {
      status: PARTICIPATION_MOVES.after('close', participation.status),
      outcome,
    });
    const sequel = await sequelOf(participation, outcome, enteredAt, deps);
    const commitment = await deps.commit({
      puts: [closed, ...sequel.puts],
      unchanged: sequel.unchanged,
      events: [
        announce(closed, { type: 'YearClosed', data: { ...about(closed), outcome } }),
        ...sequel.events,
      ],
      at: enteredAt,
      by,
    });
    return commitment.outcome === 'committed' ? { standing: 'current' } : undefined;
  });
}

/** The first year of training goes on by itself, a year of leading just ends; the second is for the assessor to say. */
async function outcomeOf({ id, stage }: Participation, deps: CloseSpecialistYearDeps): Promise<Outcome> {
  switch (specialistStageSchema.parse(stage)) {
    case 'training-1':
      return 'continue';
    case 'leading':
      return 'finish';
    case 'training-2': {
      const ask = await deps.readAsk(askIdOf(id, 'accreditation'));
      if (ask?.status !== 'answered') return 'undecided';
      return OUTCOMES[accreditationAnswerSchema.parse(ask.answer).decision];
    }
  }
}

const OUTCOMES: Readonly<Record<AccreditationAnswer['decision'], Outcome>> = {
  accredit: 'accredited',
  extend: 'extended',
  decline: 'declined',
};

async function sequelOf(
  before: Participation,
  outcome: Outcome,
  now: Instant,
  deps: CloseSpecialistYearDeps,
): Promise<Sequel> {
  switch (outcome) {
    case 'continue':
      return training(before, { repeated: false }, now, deps);
    case 'extended':
      return training(before, { repeated: true }, now, deps);
    case 'accredited':
      return offerToLead(before, now, deps);
    case 'declined':
      return { ...NOTHING_FOLLOWS, puts: await freedTeacherGuard(before.id, deps) };
    case 'repeat':
    case 'pause':
    case 'finish':
    case 'undecided':
      return NOTHING_FOLLOWS;
  }
}

/** The second year of training, or its repetition: placed at once, or waiting as a row for the policy of its year. */
async function training(
  before: Participation,
  { repeated }: { readonly repeated: boolean },
  now: Instant,
  deps: CloseSpecialistYearDeps,
): Promise<Sequel> {
  const academicYear = yearAfter(before.academicYear);
  const { urn, hub, enrolmentId } = before;
  const stage: SpecialistStage = 'training-2';
  const policy = await deps.policyFor(academicYear);
  if (!policy) {
    const id = participationIdOf(specialistOf(before.id), academicYear, stage);
    const waits = { after: before.id, urn, hub, academicYear, stage, repeated, selected: true, enrolmentId };
    const status = 'waiting' as const;
    return {
      ...NOTHING_FOLLOWS,
      puts: [{ type: 'rejoining', version: 1, id, ...waits, activities: [], status }],
    };
  }
  const specialist = await specialistIn(before, deps);
  const beginning = { specialist, policy, stage, decision: undefined, repeated, enrolmentId, now };
  const begun = await beginSpecialistYear(beginning, deps);
  return begun ? { puts: begun.puts, unchanged: [specialist], events: [begun.events] } : NOTHING_FOLLOWS;
}

/**
 * The offer to lead in the next year. Where its policy is not there yet, where it is there already, or where the
 * accreditation came too late for that year, the nightly job makes it.
 */
async function offerToLead(
  before: Participation,
  now: Instant,
  deps: CloseSpecialistYearDeps,
): Promise<Sequel> {
  const academicYear = yearAfter(before.academicYear);
  const [specialist, ending, policy] = await Promise.all([
    specialistIn(before, deps),
    deps.policyFor(before.academicYear),
    deps.policyFor(academicYear),
  ]);
  if (!ending || !policy || !isOfferedLeading(specialist, academicYear)) return NOTHING_FOLLOWS;
  const decision = { kind: 'leading', closesAt: leadingClosesAt(ending, now) } as const;
  const begun = await beginSpecialistYear(
    {
      specialist,
      policy,
      stage: 'leading',
      decision,
      repeated: false,
      enrolmentId: before.enrolmentId,
      now,
    },
    deps,
  );
  return begun ? { puts: begun.puts, unchanged: [specialist], events: [begun.events] } : NOTHING_FOLLOWS;
}

async function specialistIn({ id }: Participation, deps: CloseSpecialistYearDeps): Promise<Specialist> {
  const specialist = await deps.readSpecialist(specialistOf(id));
  if (!specialist) throw new Error(`${id} has no Specialist`);
  return specialist;
}
