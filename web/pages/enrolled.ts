import { enrolmentIdSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { enrolmentAnswer, policyAnswer, wholeParticipationAnswer } from '../answers.ts';
import type { Api } from '../api.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';
import { waitingSchools } from '../waiting-schools.ts';
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
        group: specialist ? undefined : await groupToForm(api, participationId),
        participation: addressOf('participation', { id: participationId }),
        schools: addressOf('schools'),
      },
    };
  },
};

/** The Work Group that the school waits for, and whether enough schools wait with it; nothing once it has a place. */
async function groupToForm(api: Api, participationId: string) {
  const waiting = (await waitingSchools(api)).find(({ schools }) =>
    schools.some(({ id }) => id === participationId),
  );
  if (!waiting) return undefined;
  const { workGroups } = await api.get(`/policies/${waiting.academicYear}`, policyAnswer);
  const { least, outside } = workGroups[waiting.kind];
  const others = waiting.schools.length - 1;
  return {
    name: waiting.name,
    href: `${addressOf('form-work-group')}?with=${participationId}`,
    enough: outside === 'confirm' || waiting.schools.length >= least,
    needs: `${outside === 'confirm' ? 'it usually has at least' : 'it needs'} ${least === 1 ? '1 school' : `${least} schools`}`,
    others: others === 0 ? 'no other school waits' : others === 1 ? '1 other waits' : `${others} others wait`,
  };
}
