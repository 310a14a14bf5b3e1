import { calendarLinkIdSchema } from '../../core/calendar-link.ts';
import { anyAnswer, calendarLinkAnswer, listOf, newCalendarLinkAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { dayOf } from '../words/time.ts';

/** Links under which calendars read the hub's deadlines: made here, shown once, revoked here. */
export const calendarLinks: Page = {
  async show({ api }) {
    const { items } = await api.get('/calendar-links?limit=200', listOf(calendarLinkAnswer));
    return {
      template: 'calendar-links',
      title: 'Your deadlines in your calendar',
      data: {
        back: { text: 'Back', href: addressOf('home') },
        links: items.map(({ id, status, createdAt, revokedAt }) => ({
          id,
          created: dayOf(createdAt),
          live: status === 'live',
          revoked: revokedAt && dayOf(revokedAt),
        })),
      },
    };
  },
  async act({ api, form }) {
    const goTo = addressOf('calendar-links');
    if (form.text('revoke') === '') {
      const made = await api.post('/calendar-links', {}, newCalendarLinkAnswer);
      if (isRefused(made)) throw new PageNotFound('no calendar');
      // Sealed on its way and shown once: nobody can read it again, neither here nor in the table.
      return { goTo, notice: made.url };
    }
    const id = calendarLinkIdSchema.safeParse(form.text('revoke'));
    if (!id.success) throw new PageNotFound('no calendar link');
    const answer = await api.post(`/calendar-links/${id.data}/revocation`, {}, anyAnswer);
    if (isRefused(answer)) return { goTo, notice: 'The link was revoked already' };
    return { goTo, notice: 'The link is revoked: calendars that use it get nothing any more' };
  },
};
