import { oneLine } from '../one-line.ts';
import { fieldsFrom } from '../page-errors.ts';
import { type AnswerForm, dayNames, given, REAL_DATE } from './answer-form.ts';

/** Admins, as assessors, decide how a Specialist's training ends. */
export const accreditation: AnswerForm = {
  names: ['decision', ...dayNames('assessedOn'), 'evidenceReference', 'reason'],
  fields: fieldsFrom({
    decision: { name: 'decision', says: { required: 'Choose how the training ends' } },
    assessedOn: {
      name: 'assessedOn',
      id: 'assessedOn-day',
      says: {
        required: 'Enter the day of the assessment',
        'invalid-format': REAL_DATE,
        'wrong-type': REAL_DATE,
      },
    },
    evidenceReference: { name: 'evidenceReference' },
    reason: { name: 'reason' },
  }),
  answerIn(form) {
    const decision = given(form, 'decision');
    switch (decision) {
      case 'accredit': {
        const evidenceReference = given(form, 'evidenceReference');
        return { decision, assessedOn: form.day('assessedOn'), evidenceReference };
      }
      case 'extend':
      case 'decline':
        return { decision, reason: oneLine(form.text('reason')) || undefined };
      default:
        return { decision };
    }
  },
  view: (_, { specialist, repeated }) => ({
    template: 'decide-accreditation',
    title: `Is ${specialist} accredited?`,
    data: { extended: repeated },
  }),
  done: (_, { specialist }) => `The decision about ${specialist} is recorded`,
};
