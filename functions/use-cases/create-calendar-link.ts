import {
  type CalendarLink,
  type CalendarLinkId,
  type CalendarSecret,
  calendarFileOf,
} from '../../core/calendar-link.ts';
import type { Actor, HubCode } from '../../core/codes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Commit } from '../../workflows/change.ts';
import { API_BASE } from '../../workflows/routes.ts';

export interface CreateCalendarLinkDeps {
  readonly newCalendarLinkId: () => CalendarLinkId;
  readonly newCalendarSecret: () => CalendarSecret;
  readonly hash: (text: string) => string;
  readonly publicUrl: () => string;
  readonly commit: Commit;
}

/** Makes a link to a hub's deadlines. Its address is in this answer and nowhere else: only a hash is kept. */
export async function createCalendarLink(
  { hub, actor, now }: { readonly hub: HubCode; readonly actor: Actor; readonly now: Instant },
  deps: CreateCalendarLinkDeps,
): Promise<{ readonly link: CalendarLink; readonly url: string }> {
  const secret = deps.newCalendarSecret();
  const link: CalendarLink = {
    type: 'calendar-link',
    version: 1,
    id: deps.newCalendarLinkId(),
    hub,
    secretHash: deps.hash(secret),
    status: 'live',
    createdAt: now,
    createdBy: actor,
  };
  const { outcome } = await deps.commit({ puts: [link], events: [], at: now, by: actor });
  if (outcome === 'conflict') throw new Error(`${link.id} is taken`);
  return { link, url: `${deps.publicUrl()}${API_BASE}/calendar/${calendarFileOf(link.id, secret)}` };
}
