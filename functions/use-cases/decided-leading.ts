import type { AcademicYear } from '../../core/academic-year.ts';
import type { LeadingDecision } from '../../core/codes.ts';
import type { LondonDate } from '../../core/instant.ts';
import { groupsLeftBehind, withConflicts, withDecision } from '../../core/leading.ts';
import type { Specialist } from '../../core/specialist.ts';
import { changed } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';

/**
 * The Specialist's row once it was decided about leading in a year, and what that opens: a conflict for every group
 * still led in a year in which there is to be no leading.
 */
export function decidedLeading(
  before: Specialist,
  academicYear: AcademicYear,
  decision: LeadingDecision,
  on: LondonDate,
): { readonly specialist: Specialist; readonly announcements: Announcement[] } {
  const decided = changed(before, { decisions: withDecision(before, academicYear, decision) });
  const left = groupsLeftBehind(decided);
  return {
    specialist: { ...decided, conflicts: withConflicts(decided, left, 'not-leading', on) },
    announcements: left.map(({ workGroupId }) => ({
      type: 'LeadConflictOpened',
      data: { specialistId: before.id, workGroupId, cause: 'not-leading' },
    })),
  };
}
