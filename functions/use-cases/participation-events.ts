import type { Participation } from '../../core/participation.ts';
import type { Policy } from '../../core/policy.ts';
import type { Specialist } from '../../core/specialist.ts';
import type { SubjectEvents } from '../../workflows/change.ts';
import type { Announcement } from '../../workflows/events.ts';

/** What every event about a participation says of it. */
export function about({ id, urn, academicYear, stage }: Participation) {
  return { participationId: id, urn, academicYear, stage };
}

/** Events of a participation, or of a Specialist, at the version that it has in this change. */
export function announce(
  { id, version, hub }: Pick<Participation | Specialist, 'id' | 'version' | 'hub'>,
  ...announcements: Announcement[]
): SubjectEvents {
  return { subject: id, subjectVersion: version, hub, announcements };
}

/** That the year of a participation has opened, and under which policy. */
export function yearOpened(participation: Participation, { version: policyVersion }: Policy): SubjectEvents {
  const { generation } = participation;
  return announce(participation, {
    type: 'YearOpened',
    data: { ...about(participation), generation, policyVersion },
  });
}
