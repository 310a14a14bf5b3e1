import { executionOf } from '../../core/execution-name.ts';
import { type Participation, participationIdSchema } from '../../core/participation.ts';
import { presentMembers } from '../../core/work-group.ts';
import { dataOf, type EventRow } from '../../workflows/events.ts';
import type { Deps } from '../support/deps.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView, claimView, eventView, participationView, sessionView } from '../support/views.ts';
import { type Caller, maySee } from '../use-cases/caller.ts';

/**
 * GET /participations/{id}: the participation whole, with its Work Group and the sessions that it attended. To the hub
 * that conducts it, and to the one that the school belongs to now: a new hub sees the history.
 */
export const handler = endpoint('read-participation', async ({ caller, path, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  const participation = id.success ? await deps.readParticipation(id.data) : undefined;
  if (!participation || !(await maySeeSchool(caller, participation, deps))) return NOT_FOUND;
  const [asks, claims, timeline, group] = await Promise.all([
    deps.asksOf(participation.id),
    deps.claimsOf(participation.id),
    deps.timelineOf(participation.id),
    groupOf(participation, deps),
  ]);
  return {
    status: 200,
    body: {
      ...participationView(participation),
      executions: executionsIn(timeline),
      asks: asks.map((ask) => askView(ask, now)),
      claims: claims.map(claimView),
      ...group,
      timeline: timeline.map(eventView),
    },
  };
});

/** Every execution that was ever started for it, as the timeline tells: also those of generations that are over. */
function executionsIn(timeline: readonly EventRow[]): string[] {
  return timeline.flatMap(({ eventType, data }) => {
    const due = eventType === 'PlacementDue' || eventType === 'SelectionDue' || eventType === 'YearDue';
    if (!due) return [];
    const { participationId, generation } = dataOf(eventType, data);
    const phase = eventType === 'YearDue' ? 'year' : 'before-year';
    return [executionOf(phase, participationId, generation).name];
  });
}

async function maySeeSchool(caller: Caller, { hub, urn }: Participation, deps: Deps): Promise<boolean> {
  if (maySee(caller, hub)) return true;
  const school = await deps.readSchool(urn);
  return school?.hub !== undefined && maySee(caller, school.hub);
}

/** The professional learning community that the school is part of, and what it received there. */
async function groupOf({ workGroupId, urn }: Participation, deps: Deps) {
  if (!workGroupId) return {};
  const [group, sessions] = await Promise.all([
    deps.readWorkGroup(workGroupId),
    deps.sessionsOf(workGroupId),
  ]);
  if (!group) return {};
  const attended = sessions.filter((session) => session.attended.includes(urn));
  return {
    community: { lead: group.lead, schools: presentMembers(group).map((member) => member.urn) },
    sessions: attended.map(sessionView),
  };
}
