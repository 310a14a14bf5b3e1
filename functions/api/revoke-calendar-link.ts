import { calendarLinkIdSchema } from '../../core/calendar-link.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { calendarLinkView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { revokeCalendarLink } from '../use-cases/revoke-calendar-link.ts';

/** POST /calendar-links/{id}/revocation: leaves a link that opens nothing any more. */
export const handler = endpoint('revoke-calendar-link', async ({ caller, path, now }, deps) => {
  const id = calendarLinkIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const result = await revokeCalendarLink({ id: id.data, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: calendarLinkView(result) };
});
