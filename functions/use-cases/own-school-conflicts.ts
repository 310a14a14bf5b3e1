import { academicYearOf } from '../../core/academic-year.ts';
import type { WorkGroupId } from '../../core/codes.ts';
import type { LondonDate } from '../../core/instant.ts';
import { groupsStillLed, isInConflict, withConflicts, withResolved } from '../../core/leading.ts';
import { openConflicts, type Specialist } from '../../core/specialist.ts';
import { presentMembers, type WorkGroup } from '../../core/work-group.ts';
import type { Announcement } from '../../workflows/events.ts';

export interface OwnSchoolConflictDeps {
  readonly readWorkGroup: (id: WorkGroupId) => Promise<WorkGroup | undefined>;
}

/**
 * The Specialist's conflicts at the present school: one opens for every group of this year or a later one that is still
 * led and that the school sits in; one of a school that the Specialist has left again is over. Rests on the groups as
 * they were read.
 */
export async function ownSchoolConflicts(
  specialist: Specialist,
  today: LondonDate,
  deps: OwnSchoolConflictDeps,
): Promise<{
  readonly conflicts: Specialist['conflicts'];
  readonly groups: readonly WorkGroup[];
  readonly announcements: readonly Announcement[];
}> {
  const year = academicYearOf(today);
  const led = groupsStillLed(specialist).filter(({ academicYear }) => academicYear >= year);
  const groups = await Promise.all(led.map(({ workGroupId }) => groupOf(workGroupId, deps)));
  const own = new Set(groups.filter((group) => sitsIn(group, specialist)).map(({ id }) => id));
  const isOver = ({ cause, workGroupId }: Specialist['conflicts'][number]) =>
    cause === 'own-school' && !own.has(workGroupId);
  const over = openConflicts(specialist).filter(isOver);
  const opened = led.filter(
    ({ workGroupId }) => own.has(workGroupId) && !isInConflict(specialist, workGroupId, 'own-school'),
  );
  const resolved = { ...specialist, conflicts: withResolved(specialist, isOver, today) };
  const about = ({ workGroupId }: { readonly workGroupId: WorkGroupId }) => ({
    specialistId: specialist.id,
    workGroupId,
  });
  return {
    conflicts: withConflicts(resolved, opened, 'own-school', today),
    groups,
    announcements: [
      ...over.map((each) => ({ type: 'LeadConflictResolved', data: about(each) }) as const),
      ...opened.map(
        (each) => ({ type: 'LeadConflictOpened', data: { ...about(each), cause: 'own-school' } }) as const,
      ),
    ],
  };
}

const sitsIn = (group: WorkGroup, { urn }: Specialist): boolean =>
  presentMembers(group).some((member) => member.urn === urn);

async function groupOf(id: WorkGroupId, deps: OwnSchoolConflictDeps): Promise<WorkGroup> {
  const group = await deps.readWorkGroup(id);
  if (!group) throw new Error(`${id} is led and not there`);
  return group;
}
