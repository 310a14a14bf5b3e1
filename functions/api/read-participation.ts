import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView, claimView, eventView, participationView } from '../support/views.ts';
import { maySee } from '../use-cases/caller.ts';

/** GET /participations/{id}: the participation whole. */
export const handler = endpoint('read-participation', async ({ caller, path, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  const participation = id.success ? await deps.readParticipation(id.data) : undefined;
  if (!participation || !maySee(caller, participation.hub)) return NOT_FOUND;
  const [asks, claims, timeline] = await Promise.all([
    deps.asksOf(participation.id),
    deps.claimsOf(participation.id),
    deps.timelineOf(participation.id),
  ]);
  return {
    status: 200,
    body: {
      ...participationView(participation),
      asks: asks.map((ask) => askView(ask, now)),
      claims: claims.map(claimView),
      timeline: timeline.map(eventView),
    },
  };
});
