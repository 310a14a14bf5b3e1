import { dayNames, given, REAL_DATE } from './answering/answer-form.ts';
import { anyAnswer } from './answers.ts';
import { isRefused } from './api.ts';
import type { Form } from './form.ts';
import type { Page, View, Visit } from './page.ts';
import { errorsOnPage, fieldsFrom } from './page-errors.ts';

/** What is to belong to another hub. */
export interface ToMove {
  readonly caption: string;
  /** Its page. */
  readonly back: string;
  /** Its address in the API. */
  readonly path: string;
  readonly hub: string | undefined;
}

/** The page on which an admin moves a school, or a Specialist, to another hub from a day on. */
export function hubChangePage(
  title: string,
  says: readonly string[],
  toMove: (visit: Visit) => Promise<ToMove>,
): Page {
  return {
    async show(visit) {
      return view(visit, await toMove(visit));
    },
    async act(visit) {
      const found = await toMove(visit);
      const { form, api, hubs } = visit;
      const hub = given(form, 'hub');
      const answer = await api.post(`${found.path}/hub`, { hub, from: form.day('from') }, anyAnswer);
      if (!isRefused(answer)) return { goTo: found.back, notice: `It is with ${hubs.nameOf(hub ?? '')} now` };
      return { ...view(visit, found, form), errors: errorsOnPage(answer.faults, FIELDS) };
    },
  };

  function view({ hubs }: Visit, { caption, back, hub }: ToMove, form?: Form): View {
    const typed = Object.fromEntries(dayNames('from').map((name) => [name, form?.text(name) ?? '']));
    const chosen = form?.text('hub');
    return {
      template: 'change-hub',
      title,
      data: {
        back: { text: 'Back', href: back },
        caption,
        present: hub && hubs.nameOf(hub),
        says,
        hubs: hubs
          .choices('Choose a hub', undefined)
          .filter(({ value }) => value !== hub)
          .map(({ value, text }) => ({ value, text, selected: value === (chosen ?? '') })),
        typed,
      },
    };
  }
}

const CHOOSE = 'Choose the hub';
const FIELDS = fieldsFrom({
  hub: { name: 'hub', says: { required: CHOOSE, 'invalid-format': CHOOSE, 'hub-unknown': CHOOSE } },
  from: {
    name: 'from',
    id: 'from-day',
    says: {
      required: 'Enter the day from which it belongs to the new hub',
      'invalid-format': REAL_DATE,
      'period-overlaps': 'Enter a day after the present hub’s period began, and not in the future',
    },
  },
});
