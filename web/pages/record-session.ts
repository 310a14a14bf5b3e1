import { anyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { GROUP_KINDS } from '../words/names.ts';
import { type WorkGroupWithNames, workGroupAt } from '../work-group-at.ts';

/** A meeting of the Work Group, or a Specialist's visit, with the schools that attended. */
export const recordSession: Page = {
  async show(visit) {
    return view(await workGroupAt(visit));
  },
  async act(visit) {
    const group = await workGroupAt(visit);
    const { form, api } = visit;
    const attended = form.all('attended');
    const body = {
      heldOn: form.day('heldOn'),
      type: form.text('type') || undefined,
      attended: attended.length > 0 ? attended : undefined,
    };
    const answer = await api.post(`/work-groups/${group.id}/sessions`, body, anyAnswer);
    if (isRefused(answer)) return { ...view(group, form), errors: errorsOnPage(answer.faults, fieldOnPage) };
    return { goTo: addressOf('work-group', { id: group.id }), notice: 'The session is recorded' };
  },
};

const fieldOnPage: FieldsOnPage = (field) => {
  switch (field) {
    case 'heldOn':
      return {
        name: 'heldOn',
        id: 'heldOn-day',
        says: {
          required: 'Enter the day on which it was held',
          'invalid-format': 'Enter a real date, for example 27 9 2026',
        },
      };
    case 'type':
      return { name: 'type', says: { required: 'Choose whether it was a meeting or a visit' } };
    default:
      return field.startsWith('attended')
        ? { name: 'attended', says: { required: 'Choose the schools that attended' } }
        : undefined;
  }
};

function view({ id, kind, academicYear, members, names }: WorkGroupWithNames, form?: Form): View {
  const chosen = form?.text('type');
  const ticked = form?.all('attended') ?? [];
  return {
    template: 'record-session',
    title: 'Record a session',
    data: {
      back: { text: 'Back to the Work Group', href: addressOf('work-group', { id }) },
      caption: `${GROUP_KINDS[kind]} ${academicYear}`,
      types: [
        { value: 'meeting', text: 'A meeting of the Work Group', checked: chosen === 'meeting' },
        { value: 'visit', text: 'A visit of the Specialist to a school', checked: chosen === 'visit' },
      ],
      schools: members
        .filter(({ leftOn }) => leftOn === undefined)
        .map(({ urn }) => ({ value: urn, text: names.get(urn) ?? urn, checked: ticked.includes(urn) })),
      typed: Object.fromEntries(
        ['heldOn-day', 'heldOn-month', 'heldOn-year'].map((name) => [name, form?.text(name) ?? '']),
      ),
    },
  };
}
