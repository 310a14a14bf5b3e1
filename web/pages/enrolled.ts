import { enrolmentIdSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { enrolmentAnswer, wholeParticipationAnswer } from '../answers.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';

/** The confirmation of an enrolment, with its reference and what happens next. */
export const enrolled: Page = {
  async show({ api, param }) {
    const id = enrolmentIdSchema.safeParse(param('id'));
    if (!id.success) throw new PageNotFound('no enrolment');
    const { participationId } = await api.get(`/enrolments/${id.data}`, enrolmentAnswer);
    if (!participationId) throw new PageNotFound('a refused attempt');
    const { school, stage, academicYear, asks, specialist } = await api.get(
      `/participations/${participationId}`,
      wholeParticipationAnswer,
    );
    const first = asks.find(({ kind }) => kind === 'placement' || kind === 'selection');
    return {
      template: 'enrolled',
      title: specialist ? 'The application is sent' : `${school.name} is enrolled`,
      data: {
        reference: participationId,
        joined: `${stageName(stage)}, ${academicYear}`,
        specialist: specialist && { id: specialist, href: addressOf('specialist', { id: specialist }) },
        by: first && londonTimeInWords(first.closesAt),
        formGroup: `${addressOf('form-work-group')}?with=${participationId}`,
        participation: addressOf('participation', { id: participationId }),
        schools: addressOf('schools'),
      },
    };
  },
};
