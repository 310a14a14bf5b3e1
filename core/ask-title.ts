import { type Ask, participationOfAsk } from './ask.ts';
import type { Milestone } from './codes.ts';
import { isSpecialist, partsOf, specialistOf } from './participation.ts';

/** What an ask wants done, in words: the beginning of a line in a digest, and an entry of a calendar. */
export function askTitle({
  id,
  kind,
  milestone,
  term,
}: Pick<Ask, 'id' | 'kind' | 'milestone' | 'term'>): string {
  switch (kind) {
    case 'placement':
      return 'Find a Work Group place';
    case 'declaration':
      return milestone ? MILESTONES[milestone] : 'Declare a milestone';
    case 'progression':
      return 'Decide what comes next year';
    case 'selection':
      return 'Decide about an application';
    case 'accreditation':
      return 'Decide about accreditation';
    case 'days':
      return term ? `Declare the ${term} term’s days` : 'Declare days worked';
    case 'leading':
      return `Decide about leading in ${partsOf(participationOfAsk(id)).academicYear}`;
  }
}

const MILESTONES: Readonly<Record<Milestone, string>> = {
  started: 'Declare the start',
  retained: 'Declare that training goes on',
  completed: 'Declare the completion',
};

/**
 * The ask with the school that it is about, and the number of a Specialist, never the name:
 * `Declare the start: Sample School Alder (900001)`, `Decide about an application: sp-0042, Sample School Alder (900001)`.
 */
export function askLine(ask: Ask): string {
  const specialist = isSpecialist(ask.participationId) ? `${specialistOf(ask.participationId)}, ` : '';
  return `${askTitle(ask)}: ${specialist}${ask.schoolName} (${ask.urn})`;
}
