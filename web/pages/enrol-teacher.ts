import * as z from 'zod';
import { contactSchema, specialistEnrolmentFormSchema } from '../../core/enrolment.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { deadlineOf } from '../../core/policy.ts';
import { given } from '../answering/answer-form.ts';
import { policyAnswer } from '../answers.ts';
import type { Fault } from '../api.ts';
import { type Draft, keepDraft, nextPage, openDraft } from '../enrolment/draft.ts';
import { teacherFields } from '../enrolment/teacher-fields.ts';
import type { Form } from '../form.ts';
import { judged } from '../judged.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';

const pageSchema = z.object({
  headteacher: contactSchema,
  teacher: specialistEnrolmentFormSchema.shape.teacher,
});

/** The teacher who is to become a Specialist, and the head. The reference number stays in the form: no address has it. */
export const enrolTeacher: Page = {
  async show(visit) {
    const { draft, at } = await openDraft(visit);
    if (draft.stage !== 'training-1') return { goTo: at(nextPage(draft)) };
    return view(visit, draft, valuesOf(draft));
  },
  async act(visit) {
    const { id, draft, at } = await openDraft(visit);
    if (draft.stage !== 'training-1') return { goTo: at(nextPage(draft)) };
    const { form, api } = visit;
    const policy = await api.get(`/policies/${draft.academicYear}`, policyAnswer);
    const read = judged(pageSchema, peopleIn(form));
    const launchAgreed = form.text('launchAgreed') === 'yes';
    const years = form.number('teacher.yearsTeaching');
    const faults = [
      ...(read.faults ?? []),
      ...(launchAgreed ? [] : [LAUNCH_MISSING]),
      ...(typeof years === 'number' && years < policy.specialists.leastYearsTeaching ? [TOO_EARLY] : []),
    ];
    if (read.faults || faults.length > 0) {
      const typed = Object.fromEntries(NAMES.map((name) => [name, form.text(name)]));
      return { ...(await view(visit, draft, typed)), errors: errorsOnPage(faults, teacherFields()) };
    }
    const next: Draft = { ...draft, ...read.value, launchAgreed };
    await keepDraft(visit, id, next);
    return { goTo: at(nextPage(next)) };
  },
};

/** The API judges it too, once the form is sent: here it is said on the page where it can be put right. */
const TOO_EARLY: Fault = { code: 'early-career-teacher', field: 'teacher.yearsTeaching', detail: '' };

const LAUNCH_MISSING: Fault = { code: 'launch-not-agreed', field: 'launchAgreed', detail: '' };

const NAMES = [
  ...['headteacher.name', 'headteacher.email', 'launchAgreed'],
  ...['teacher.name', 'teacher.email', 'teacher.trn', 'teacher.yearsTeaching'],
];

const peopleIn = (form: Form) => ({
  headteacher: { name: given(form, 'headteacher.name'), email: given(form, 'headteacher.email') },
  teacher: {
    name: given(form, 'teacher.name'),
    email: given(form, 'teacher.email'),
    // Some write it with blanks or a stroke: `12/34567`.
    trn: given(form, 'teacher.trn')?.replace(/[\s/]/g, ''),
    yearsTeaching: form.number('teacher.yearsTeaching'),
    teachesMaths: true,
  },
});

function valuesOf({ headteacher, teacher, launchAgreed }: Draft): Record<string, string> {
  return {
    'headteacher.name': headteacher?.name ?? '',
    'headteacher.email': headteacher?.email ?? '',
    'teacher.name': teacher?.name ?? '',
    'teacher.email': teacher?.email ?? '',
    'teacher.trn': teacher?.trn ?? '',
    'teacher.yearsTeaching': teacher ? String(teacher.yearsTeaching) : '',
    launchAgreed: launchAgreed ? 'yes' : '',
  };
}

async function view(
  { api, now }: Visit,
  draft: Draft,
  values: Readonly<Record<string, string>>,
): Promise<View> {
  const { academicYear, schoolName, urn } = draft;
  const policy = await api.get(`/policies/${academicYear}`, policyAnswer);
  const selectedAt = deadlineOf({ ...policy, type: 'policy' }, 'selection');
  return {
    template: 'enrol-teacher',
    title: 'Who is to be a Specialist?',
    data: {
      back: { text: 'Back', href: addressOf('school', { urn }) },
      caption: `${schoolName}, training from ${academicYear}`,
      selected: londonTimeInWords(selectedAt),
      late: selectedAt <= now,
      least: policy.specialists.leastYearsTeaching,
      values,
    },
  };
}
