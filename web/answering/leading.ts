import { fieldsFrom } from '../page-errors.ts';
import { LEADING_DECISIONS } from '../words/names.ts';
import { type AnswerForm, choicesOf, given } from './answer-form.ts';

/** Whether an accredited Specialist leads in the year that is offered: to lead is what is usual. */
export const leading: AnswerForm = {
  names: ['decision'],
  fields: fieldsFrom({ decision: { name: 'decision', says: { required: 'Choose whether they lead' } } }),
  answerIn: (form) => ({ decision: given(form, 'decision') }),
  view: (_, { specialist, academicYear }, typed) => ({
    template: 'decide',
    title: `Does ${specialist} lead in ${academicYear}?`,
    data: {
      unlessDecided: 'Without a decision the year does not open.',
      decisions: choicesOf(LEADING_DECISIONS, typed['decision'] ?? 'lead'),
    },
  }),
  done: (_, { specialist, academicYear }) => `What ${specialist} does in ${academicYear} is recorded`,
};
