import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { calendarLinkView } from '../support/views.ts';
import { createCalendarLink } from '../use-cases/create-calendar-link.ts';

/** POST /calendar-links, by a hub: leaves a link to its deadlines, and answers with the address this once. */
export const handler = endpoint('create-calendar-link', async ({ caller, now }, deps) => {
  if (caller.role !== 'hub') return NOT_FOUND;
  const { link, url } = await createCalendarLink({ ...caller, now }, deps);
  return { status: 201, body: { ...calendarLinkView(link), url } };
});
