import * as z from 'zod';
import type { AcademicYear } from './academic-year.ts';
import type { LeadingDecision } from './codes.ts';
import type { LondonDate } from './instant.ts';
import { isAccreditedBefore, isNotLeadingIn, openConflicts, type Specialist } from './specialist.ts';

/** Where a Specialist stands towards leading in an academic year: `open` is an accredited one who has not decided. */
export const leadingStatusSchema = z.enum([
  'training',
  'not-yet',
  'open',
  'leads',
  'not-this-year',
  'stopped',
]);
export type LeadingStatus = z.infer<typeof leadingStatusSchema>;

/** Where the Specialist stands towards leading in this academic year. */
export function leadingStatusIn(specialist: Specialist, year: AcademicYear): LeadingStatus {
  if (!specialist.accredited) return 'training';
  if (!isAccreditedBefore(specialist, year)) return 'not-yet';
  if (hasStoppedBy(specialist, year)) return 'stopped';
  const decided = specialist.decisions.find(({ academicYear }) => academicYear === year);
  switch (decided?.decision) {
    case 'lead':
      return 'leads';
    case 'not-this-year':
      return 'not-this-year';
    case 'stop':
    case undefined:
      return 'open';
  }
}

/** Whether the Specialist has stopped leading for good, in this academic year or before. */
function hasStoppedBy({ decisions }: Specialist, year: AcademicYear): boolean {
  return decisions.some(({ academicYear, decision }) => decision === 'stop' && academicYear <= year);
}

/** Whether leading in this year is offered: to everybody accredited in time, unless it was decided against already. */
export function isOfferedLeading(specialist: Specialist, year: AcademicYear): boolean {
  return (
    isAccreditedBefore(specialist, year) &&
    !isNotLeadingIn(specialist, year) &&
    specialist.erasedOn === undefined
  );
}

/** The decisions once this one was taken: what was decided about the same year before no longer counts. */
export function withDecision(
  { decisions }: Specialist,
  academicYear: AcademicYear,
  decision: LeadingDecision,
): Specialist['decisions'] {
  return [...decisions.filter((each) => each.academicYear !== academicYear), { academicYear, decision }];
}

type Led = Specialist['leading'][number];
type ConflictCause = Specialist['conflicts'][number]['cause'];

/** The groups that the Specialist still leads: those handed over are not among them. */
export function groupsStillLed({ leading }: Specialist): Led[] {
  return leading.filter(({ to }) => to === undefined);
}

/** The groups still led in years in which the Specialist does not lead, as far as no such conflict is open yet. */
export function groupsLeftBehind(specialist: Specialist): Led[] {
  return groupsStillLed(specialist).filter(
    ({ workGroupId, academicYear }) =>
      isNotLeadingIn(specialist, academicYear) && !isInConflict(specialist, workGroupId, 'not-leading'),
  );
}

/** Whether a conflict about this group is open, of this cause or of any. */
export function isInConflict(
  specialist: Specialist,
  workGroupId: Led['workGroupId'],
  cause?: ConflictCause,
): boolean {
  return openConflicts(specialist).some(
    (each) => each.workGroupId === workGroupId && (cause === undefined || each.cause === cause),
  );
}

/** The conflicts once these groups must not be led any longer. */
export function withConflicts(
  { conflicts }: Specialist,
  groups: readonly Led[],
  cause: ConflictCause,
  openedOn: LondonDate,
): Specialist['conflicts'] {
  const opened = groups.map(({ workGroupId, academicYear }) => ({
    workGroupId,
    academicYear,
    cause,
    openedOn,
  }));
  return [...conflicts, ...opened];
}

/** The conflicts once these are resolved: somebody else leads the group, or nothing is wrong any longer. */
export function withResolved(
  { conflicts }: Specialist,
  isResolved: (conflict: Specialist['conflicts'][number]) => boolean,
  resolvedOn: LondonDate,
): Specialist['conflicts'] {
  return conflicts.map((each) =>
    each.resolvedOn === undefined && isResolved(each) ? { ...each, resolvedOn } : each,
  );
}

/**
 * Whether a conflict of an earlier academic year still stands: the group is still this Specialist's. Before the next
 * year's groups are led, the hub has to name another lead.
 */
export function hasUnresolvedBefore(specialist: Specialist, year: AcademicYear): boolean {
  return groupsStillLed(specialist).some(
    ({ workGroupId, academicYear }) => academicYear < year && isInConflict(specialist, workGroupId),
  );
}
