import { CALENDAR_LINK_MOVES, type CalendarLink, type CalendarLinkId } from '../../core/calendar-link.ts';
import type { Instant } from '../../core/instant.ts';
import { reason } from '../../core/reason.ts';
import { type Commit, changed } from '../../workflows/change.ts';
import { type Caller, maySee } from './caller.ts';
import type { Refusal } from './refusal.ts';
import { tryAgain } from './try-again.ts';

export interface RevokeCalendarLinkDeps {
  readonly readCalendarLink: (id: CalendarLinkId) => Promise<CalendarLink | undefined>;
  readonly commit: Commit;
}

/** Ends a link for good. One that is revoked already stays as it is. */
export function revokeCalendarLink(
  { id, caller, now }: { readonly id: CalendarLinkId; readonly caller: Caller; readonly now: Instant },
  deps: RevokeCalendarLinkDeps,
): Promise<CalendarLink | Refusal> {
  return tryAgain(async () => {
    const link = await deps.readCalendarLink(id);
    if (!link || !maySee(caller, link.hub)) return { refused: [reason('not-found', 'id')] };
    if (!CALENDAR_LINK_MOVES.permits('revoke', link.status)) return link;
    const revoked = changed(link, {
      status: CALENDAR_LINK_MOVES.after('revoke', link.status),
      revokedAt: now,
    });
    const { outcome } = await deps.commit({ puts: [revoked], events: [], at: now, by: caller.actor });
    return outcome === 'committed' ? revoked : undefined;
  });
}
