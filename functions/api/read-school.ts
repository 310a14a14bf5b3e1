import { urnSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { eventView } from '../support/views.ts';
import { maySee } from '../use-cases/caller.ts';

/**
 * GET /schools/{urn}: what the register says of one school, its hub, and the years of it that the caller may see; to its
 * own hub and admins also what happened to it beside them, such as a change of hub.
 */
export const handler = endpoint('read-school', async ({ caller, path }, deps) => {
  const urn = urnSchema.safeParse(path['urn']);
  const school = urn.success ? await deps.readSchool(urn.data) : undefined;
  if (!school) return NOT_FOUND;
  const { type, version, ...shown } = school;
  const years = await deps.participationsOf(school.urn);
  const own = school.hub !== undefined && maySee(caller, school.hub);
  const seen = years.filter(({ hub }) => own || maySee(caller, hub)).map(({ id }) => id);
  const timeline = own ? (await deps.timelineOf(school.urn)).map(eventView) : [];
  return { status: 200, body: { ...shown, participations: seen, timeline } };
});
