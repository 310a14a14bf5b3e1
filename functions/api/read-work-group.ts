import { workGroupIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { eventView, sessionView, workGroupView } from '../support/views.ts';
import { maySee } from '../use-cases/caller.ts';

/** GET /work-groups/{id}: one Work Group, whole: the community of its members, who has led it, its sessions, its timeline. */
export const handler = endpoint('read-work-group', async ({ caller, path }, deps) => {
  const id = workGroupIdSchema.safeParse(path['id']);
  const group = id.success ? await deps.readWorkGroup(id.data) : undefined;
  if (!group || !maySee(caller, group.hub)) return NOT_FOUND;
  const [sessions, timeline] = await Promise.all([deps.sessionsOf(group.id), deps.timelineOf(group.id)]);
  return {
    status: 200,
    body: {
      ...workGroupView(group),
      sessions: sessions.map(sessionView),
      timeline: timeline.map(eventView),
    },
  };
});
