import { enrolmentAnswer } from '../answers.ts';
import { oneLine } from '../one-line.ts';
import { fieldsFrom } from '../page-errors.ts';
import { type AnswerForm, given } from './answer-form.ts';

/** Admins decide whether an applicant is trained. */
export const selection: AnswerForm = {
  names: ['decision', 'reason'],
  fields: fieldsFrom({
    decision: { name: 'decision', says: { required: 'Choose whether the teacher is accepted' } },
    reason: { name: 'reason' },
  }),
  answerIn(form) {
    const decision = given(form, 'decision');
    return decision === 'decline'
      ? { decision, reason: oneLine(form.text('reason')) || undefined }
      : { decision };
  },
  async view(_, found, __, api) {
    const { specialist, enrolmentId } = found;
    const form = enrolmentId && (await api.get(`/enrolments/${enrolmentId}`, enrolmentAnswer)).form;
    const teacher = form?.kind === 'specialist' ? form.teacher : undefined;
    return {
      template: 'decide-selection',
      title: `Is ${specialist} accepted?`,
      data: {
        teacher: teacher && {
          name: teacher.name,
          years: teacher.yearsTeaching === 1 ? '1 year' : `${teacher.yearsTeaching} years`,
        },
      },
    };
  },
  done: (_, { specialist }) => `The decision about ${specialist} is recorded`,
};
