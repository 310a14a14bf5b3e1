import type { AskAnswer, ParticipationAnswer } from './answers.ts';

/** Whether what nobody answered in time has not been made good since: declared late, or asked again. */
export function isStillMissed(
  { kind, milestone, term, status }: AskAnswer,
  { milestones, days, outcome, status: now }: ParticipationAnswer,
): boolean {
  if (status !== 'expired' || now === 'withdrawn') return false;
  switch (kind) {
    case 'placement':
      return now === 'not-placed';
    case 'declaration':
      return milestones.some((each) => each.milestone === milestone && each.status === 'missed');
    case 'days':
      return days?.terms.some((each) => each.term === term && each.status === 'missed') ?? false;
    case 'progression':
    case 'leading':
    case 'selection':
    case 'accreditation':
      return outcome === 'undecided';
  }
}
