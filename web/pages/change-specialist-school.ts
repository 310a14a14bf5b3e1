import { dayNames, given, REAL_DATE } from '../answering/answer-form.ts';
import { anyAnswer, type WholeSpecialist } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Form } from '../form.ts';
import { type Page, PageNotFound, type View, type Visit } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { specialistAt } from '../specialist-at.ts';

/** A Specialist teaches at another school from a day on: the money, and the hub, follow the school. */
export const changeSpecialistSchool: Page = {
  async show(visit) {
    return view(await supportedSpecialistAt(visit));
  },
  async act(visit) {
    const found = await supportedSpecialistAt(visit);
    const { form, api } = visit;
    const [name, email] = [given(form, 'headteacher.name'), given(form, 'headteacher.email')];
    const body = {
      urn: urnIn(given(form, 'urn')),
      from: form.day('from'),
      schoolAgreed: form.text('schoolAgreed') === 'yes',
      ...(name || email ? { headteacher: { name, email } } : {}),
    };
    const answer = await api.post(`/specialists/${found.id}/school`, body, anyAnswer);
    if (isRefused(answer)) return { ...view(found, form), errors: errorsOnPage(answer.faults, FIELDS) };
    return {
      goTo: addressOf('specialist', { id: found.id }),
      notice: `${found.id} is moved. What becomes payable from that day on goes to the new school`,
    };
  },
};

/** Anybody may read of a Specialist; only who supports them is told of the years, and changes something. */
async function supportedSpecialistAt(visit: Visit): Promise<WholeSpecialist> {
  const found = await specialistAt(visit);
  if (!found.participations) throw new PageNotFound('another hub’s Specialist');
  return found;
}

/** `Sample School Alder (900001)`, as a suggestion that was chosen reads, or the URN alone; all else as it was typed. */
const urnIn = (typed: string | undefined): string | undefined => /\b\d{6}\b/.exec(typed ?? '')?.[0] ?? typed;

const SIX_DIGITS = 'Enter the new school’s URN: six digits';
const FIELDS = fieldsFrom({
  urn: { name: 'urn', says: { required: SIX_DIGITS, 'invalid-format': SIX_DIGITS } },
  from: {
    name: 'from',
    id: 'from-day',
    says: {
      required: 'Enter the day from which the Specialist teaches there',
      'invalid-format': REAL_DATE,
    },
  },
  schoolAgreed: { name: 'schoolAgreed' },
  'headteacher.name': {
    name: 'headteacher.name',
    says: { required: 'Enter the headteacher’s name too, or leave both empty' },
  },
  'headteacher.email': {
    name: 'headteacher.email',
    says: {
      required: 'Enter the headteacher’s email address too, or leave both empty',
      'invalid-format': 'Enter the headteacher’s email address like name@school.example',
    },
  },
});

function view({ id, school }: WholeSpecialist, form?: Form): View {
  const names = ['urn', ...dayNames('from'), 'schoolAgreed', 'headteacher.name', 'headteacher.email'];
  return {
    template: 'change-specialist-school',
    title: 'Move this Specialist to another school',
    data: {
      back: { text: 'Back', href: addressOf('specialist', { id }) },
      suggestionsAt: addressOf('school-suggestions'),
      caption: `${id}, now at ${school.name} (${school.urn})`,
      typed: Object.fromEntries(names.map((name) => [name, form?.text(name) ?? ''])),
    },
  };
}
