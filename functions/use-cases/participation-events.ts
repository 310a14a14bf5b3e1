import type { Participation } from '../../core/participation.ts';
import type { SubjectEvents } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';

/** What every event about a participation says of it. */
export function about({ id, urn, academicYear, stage }: Participation) {
  return { participationId: id, urn, academicYear, stage };
}

/** Events of a participation, at the version that it has in this change. */
export function announce(participation: Participation, ...announcements: Announcement[]): SubjectEvents {
  const { id, version, hub } = participation;
  return { subject: id, subjectVersion: version, hub, announcements };
}
