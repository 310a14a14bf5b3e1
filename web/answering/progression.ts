import {
  isPathway,
  type ProgressionDecision,
  progressionDecisionSchema,
  type Stage,
} from '../../core/codes.ts';
import { fieldsFrom } from '../page-errors.ts';
import { DECISIONS } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';
import { type AnswerForm, given } from './answer-form.ts';

/** What may come after a year in this stage. Beside the pathway there is no next stage to go to. */
export const decisionsFor = (stage: Stage): readonly ProgressionDecision[] =>
  isPathway(stage) ? progressionDecisionSchema.options : ['finish'];

/** What comes next year for a school. */
export const progression: AnswerForm = {
  names: ['decision'],
  fields: fieldsFrom({
    decision: { name: 'decision', says: { required: 'Choose what comes next for the school' } },
  }),
  answerIn: (form) => ({ decision: given(form, 'decision') }),
  view: (_, { stage }, typed) => ({
    template: 'decide',
    title: 'What comes next year?',
    data: {
      unlessDecided: 'Without a decision nothing starts by itself.',
      decisions: decisionsFor(stage).map((value) => ({
        value,
        text: DECISIONS[value],
        checked: typed['decision'] === value,
      })),
    },
  }),
  done: (_, { id, school }) => `The decision for ${subjectOf(id, school)} is recorded`,
};
