import { askTitle } from '../../core/ask-title.ts';
import type { Milestone } from '../../core/codes.ts';
import { dateInWords, londonDateOf } from '../../core/london.ts';
import type { Form } from '../form.ts';
import { fieldsFrom } from '../page-errors.ts';
import { pounds } from '../words/money.ts';
import { EVIDENCE, MILESTONES } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';
import { type AnswerForm, choicesOf, dayNames, given, REAL_DATE } from './answer-form.ts';

/** When a milestone happened and what shows it, as the API takes it. */
export const declarationIn = (form: Form) => ({
  happenedOn: form.day('happenedOn'),
  evidence: { type: given(form, 'evidenceType'), reference: given(form, 'reference') },
});

export const DECLARATION_NAMES = [...dayNames('happenedOn'), 'evidenceType', 'reference'];

export const DECLARATION_FIELDS = fieldsFrom({
  happenedOn: {
    name: 'happenedOn',
    id: 'happenedOn-day',
    says: {
      required: 'Enter the day on which it happened',
      'invalid-format': REAL_DATE,
      'wrong-type': REAL_DATE,
    },
  },
  'evidence.type': { name: 'evidenceType', says: { required: 'Choose what shows that it happened' } },
  'evidence.reference': {
    name: 'reference',
    says: { required: 'Enter where the evidence is found, such as its number or file name' },
  },
});

const HAPPENED: Readonly<Record<Milestone, string>> = {
  started: 'has started',
  retained: 'is still in training',
  completed: 'has completed the year',
};

/** A milestone is declared: by a school's hub, or by a Specialist's for a year of training. */
export const declaration: AnswerForm = {
  names: DECLARATION_NAMES,
  fields: DECLARATION_FIELDS,
  answerIn: declarationIn,
  view(asked, found, typed) {
    const milestone = found.milestones.find((each) => each.milestone === asked.milestone);
    const who = found.specialist ?? 'the school';
    return {
      template: 'declare',
      title: asked.milestone ? `Declare that ${who} ${HAPPENED[asked.milestone]}` : askTitle(asked),
      data: {
        releases: milestone && milestone.instalment > 0 ? pounds(milestone.instalment) : undefined,
        first: dateInWords(londonDateOf(asked.opensAt)),
        last: dateInWords(londonDateOf(asked.closesAt)),
        evidence: choicesOf(EVIDENCE, typed['evidenceType']),
      },
    };
  },
  done: ({ milestone }, { id, school }) =>
    `${milestone ? MILESTONES[milestone] : 'It'} is declared for ${subjectOf(id, school)}`,
};
