import { enrolmentIdSchema } from '../../core/codes.ts';
import { type EnrolmentForm, peopleIn } from '../../core/enrolment.ts';
import { given } from '../answering/answer-form.ts';
import { anyAnswer, enrolmentAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { peopleField, personName } from '../enrolment/people-fields.ts';
import type { Form } from '../form.ts';
import { type Page, PageNotFound, type View, type Visit } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { ROLES } from '../words/names.ts';

/** The people whom an enrolment names are put right: another head, a name, an email address. */
export const correctContacts: Page = {
  async show(visit) {
    const found = await enrolmentAt(visit);
    return view(found, found.form ? valuesOf(found.form) : {});
  },
  async act(visit) {
    const found = await enrolmentAt(visit);
    if (!found.form) throw new PageNotFound('nobody is named any more');
    const { form } = visit;
    const body = correctionIn(form, found.form);
    const answer = await visit.api.post(`/enrolments/${found.id}/corrections`, body, anyAnswer);
    if (isRefused(answer)) {
      const typed = Object.fromEntries(
        Object.keys(valuesOf(found.form)).map((name) => [name, form.text(name)]),
      );
      return { ...view(found, typed), errors: errorsOnPage(answer.faults, fieldsOf(found.form)) };
    }
    return { goTo: backFrom(found), notice: 'The people are corrected' };
  },
};

type Found = Awaited<ReturnType<typeof enrolmentAt>>;
type Values = Readonly<Record<string, string>>;

async function enrolmentAt({ api, param }: Visit) {
  const id = enrolmentIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no enrolment');
  return api.get(`/enrolments/${id.data}`, enrolmentAnswer);
}

const backFrom = ({ participationId }: Found): string =>
  participationId ? addressOf('participation', { id: participationId }) : addressOf('participations');

/** As many people as before: a place is not a name. */
function correctionIn(form: Form, before: EnrolmentForm) {
  const contact = (who: string) => ({ name: given(form, `${who}.name`), email: given(form, `${who}.email`) });
  const headteacher = contact('headteacher');
  if (before.kind === 'specialist') return { headteacher, teacher: contact('teacher') };
  const people = peopleIn(before).map((_, index) => ({
    ...contact(`people.${index}`),
    role: given(form, `people.${index}.role`),
    experienceYears: form.number(`people.${index}.experienceYears`),
  }));
  return { headteacher, people };
}

function valuesOf(form: EnrolmentForm): Values {
  const people = form.kind === 'specialist' ? [] : peopleIn(form);
  const { name, email } = form.headteacher;
  return Object.fromEntries([
    ['headteacher.name', name],
    ['headteacher.email', email],
    ...(form.kind === 'specialist'
      ? [
          ['teacher.name', form.teacher.name],
          ['teacher.email', form.teacher.email],
        ]
      : []),
    ...people.flatMap((person, index) =>
      Object.entries(person).map(([part, value]) => [`people.${index}.${part}`, String(value)]),
    ),
  ]);
}

const TEACHER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  name: { required: 'Enter the name of the teacher' },
  email: {
    required: 'Enter the email address of the teacher',
    'invalid-format': 'Enter the email address of the teacher like name@school.example',
  },
};

/** The same words as where people are first named. */
function fieldsOf({ kind }: EnrolmentForm): FieldsOnPage {
  const named = peopleField(kind === 'school');
  return (field) => {
    const [who, part = ''] = field.split('.');
    if (who === 'teacher') return { name: field, says: TEACHER[part] ?? {} };
    const found = named(field.replace(/^people\./, 'participants.'));
    return found && { ...found, name: found.name.replace(/^participants\./, 'people.') };
  };
}

function view(found: Found, values: Values): View {
  const { form, id } = found;
  const school = form && form.kind !== 'specialist' ? form : undefined;
  return {
    template: 'correct-contacts',
    title: 'Correct the people named',
    data: {
      back: { text: 'Back', href: backFrom(found) },
      caption: `Enrolment ${id.slice(0, 11)}…`,
      named: form !== undefined,
      teacher: form?.kind === 'specialist',
      values,
      people: (school ? peopleIn(school) : []).map((_, index) => ({
        prefix: `people.${index}.`,
        legend: personName(form?.kind === 'school', index),
        roles: Object.entries(ROLES).map(([value, text]) => ({ value, text })),
      })),
    },
  };
}
