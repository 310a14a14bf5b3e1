import { partsOfCalendarFile } from '../../core/calendar-link.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { calendarFeed } from '../use-cases/calendar-feed.ts';

/**
 * GET /calendar/{link}, by a calendar program without a token: the deadlines of the hub whose link it is. Unknown,
 * damaged and revoked links look the same. The link is a secret: it goes into no log and no message.
 */
export const handler = endpoint('calendar', async ({ path, now }, deps) => {
  const parts = partsOfCalendarFile(path['link'] ?? '');
  if (!parts) return NOT_FOUND;
  const link = await deps.readCalendarLink(parts.id);
  // Hashes are compared, not secrets: how far they agree tells nothing of use.
  if (link?.status !== 'live' || link.secretHash !== deps.hash(parts.secret)) return NOT_FOUND;
  const asks = await deps.unansweredAsks(link.hub);
  return {
    status: 200,
    contentType: 'text/calendar; charset=utf-8',
    text: calendarFeed(asks, now, deps.publicUrl()),
  };
});
