import { daysDeclared } from '../../core/days.ts';
import type { Form } from '../form.ts';
import { fieldsFrom } from '../page-errors.ts';
import { pounds } from '../words/money.ts';
import { TERMS } from '../words/names.ts';
import { type AnswerForm, given } from './answer-form.ts';

/** The days that a leading Specialist worked in a term, halves too. */
export const days: AnswerForm = {
  names: ['withOtherSchools', 'hubWork'],
  fields: fieldsFrom({
    withOtherSchools: { name: 'withOtherSchools', says: says('with other schools') },
    hubWork: { name: 'hubWork', says: says('for the hub') },
  }),
  answerIn: (form) => ({
    withOtherSchools: daysIn(form, 'withOtherSchools'),
    hubWork: daysIn(form, 'hubWork'),
  }),
  view({ term }, { specialist, days: plan }) {
    return {
      template: 'declare-days',
      title: `How many days did ${specialist} work in the ${term} term?`,
      data: plan
        ? {
            left: plan.most - daysDeclared(plan),
            most: plan.most,
            rates: { withOtherSchools: pounds(plan.withOtherSchools), hubWork: pounds(plan.hubWork) },
          }
        : {},
    };
  },
  done: ({ term }, { specialist }) => `${term ? TERMS[term] : 'The term'}: days declared for ${specialist}`,
};

/** A number with or without a fraction; what is none stays as typed, for the API to refuse. */
function daysIn(form: Form, name: string): number | string | undefined {
  const typed = given(form, name);
  return typed && /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? Number(typed) : typed;
}

function says(what: string): Readonly<Record<string, string>> {
  const number = `Enter the days worked ${what} as a number, halves too, such as 2.5`;
  return {
    required: `Enter the days worked ${what}, or 0 where there were none`,
    'wrong-type': number,
    'invalid-value': number,
    'invalid-format': number,
    'too-long': number,
  };
}
