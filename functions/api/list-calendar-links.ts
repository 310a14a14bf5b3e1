import * as z from 'zod';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND, paging } from '../support/queries.ts';
import { calendarLinkView, pageOf } from '../support/views.ts';

const querySchema = z.strictObject(paging);

/** GET /calendar-links, by a hub: its links, the oldest first, so that a lost one can be revoked. */
export const handler = endpoint('list-calendar-links', async ({ caller, query }, deps) => {
  if (caller.role !== 'hub') return NOT_FOUND;
  const { hub } = caller;
  return pageOf(await deps.listCalendarLinks({ hub, ...querySchema.parse(query) }), calendarLinkView);
});
