import { askTitle } from '../../core/ask-title.ts';
import { anyAnswer, type WholeParticipation } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Page, View } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { participationAt } from '../participation-at.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';

/** An admin starts a failed or lost workflow again, having seen what will happen. */
export const restart: Page = {
  async show(visit) {
    return view(await participationAt(visit));
  },
  async act(visit) {
    const found = await participationAt(visit);
    const answer = await visit.api.post(`/participations/${found.id}/restart`, {}, anyAnswer);
    if (isRefused(answer)) return { ...view(found), errors: errorsOnPage(answer.faults, () => undefined) };
    return {
      goTo: addressOf('participation', { id: found.id }),
      notice: 'The workflow is started again',
    };
  },
};

function view({ id, school, stage, academicYear, asks }: WholeParticipation): View {
  return {
    template: 'restart',
    title: 'Restart this workflow',
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${school.name}, ${stageName(stage)} ${academicYear}`,
      open: asks.filter(({ status }) => status === 'open' || status === 'upcoming').map(askTitle),
      late: asks.filter(({ status }) => status === 'expired').map(askTitle),
      answered: asks.filter(({ status }) => status === 'answered').map(askTitle),
    },
  };
}
