import * as z from 'zod';
import { actorSchema, hubCodeSchema } from '../../core/codes.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { londonDateOf } from '../../core/london.ts';
import { type EventRow, eventTypeSchema, subjectSchema } from '../../workflows/events.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, paging } from '../support/queries.ts';
import { loggedEventView, pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { schoolNames } from '../use-cases/school-names.ts';

const querySchema = z.strictObject({
  day: londonDateSchema.optional(),
  hub: hubCodeSchema.optional(),
  actor: actorSchema.optional(),
  type: eventTypeSchema.optional(),
  subject: subjectSchema.optional(),
  ...paging,
});

/**
 * GET /events: who did what, when, the newest first: all of a day, today unless said, or the whole timeline of a subject
 * on one page. A hub's own events, or anybody's to admins.
 */
export const handler = endpoint('list-events', async ({ caller, query, now }, deps) => {
  const { hub, day, subject, cursor, limit, ...what } = querySchema.parse(query);
  const scope = hubToList(caller, hub);
  if (isRefusal(scope)) return scope;
  const keep = (row: EventRow) =>
    (!scope.hub || row.hub === scope.hub) &&
    (!what.actor || row.actor === what.actor) &&
    (!what.type || row.eventType === what.type);
  const named = async (rows: readonly EventRow[]) => {
    const nameOf = await schoolNames(
      rows.map((row) => row.subject),
      deps,
    );
    return (row: EventRow) => ({ ...loggedEventView(row), schoolName: nameOf(row.subject) });
  };
  if (!subject) {
    const page = await deps.listEvents({ day: day ?? londonDateOf(now), keep, cursor, limit });
    return pageOf(page, await named(page.items));
  }
  const timeline = await deps.timelineOf(subject);
  const items = timeline.filter((row) => keep(row) && (!day || londonDateOf(row.occurredAt) === day));
  return pageOf({ items: items.reverse() }, await named(items));
});
