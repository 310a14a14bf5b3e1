import { yearAfter } from '../../core/academic-year.ts';
import { anyAnswer, type WholeParticipation } from '../answers.ts';
import { isRefused } from '../api.ts';
import { type Page, PageNotFound, type View, type Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { participationAt } from '../participation-at.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** A Specialist's training, or the application for it, goes on a year later. */
export const deferTraining: Page = {
  async show(visit) {
    return view(await trainingAt(visit));
  },
  async act(visit) {
    const found = await trainingAt(visit);
    const answer = await visit.api.post(`/participations/${found.id}/deferral`, {}, anyAnswer);
    if (isRefused(answer)) return { ...view(found), errors: errorsOnPage(answer.faults, () => undefined) };
    return {
      goTo: addressOf('participation', { id: found.id }),
      notice: `The training of ${found.specialist} goes on in ${yearAfter(found.academicYear)}`,
    };
  },
};

async function trainingAt(visit: Visit): Promise<WholeParticipation> {
  const found = await participationAt(visit);
  if (!found.specialist) throw new PageNotFound('no Specialist');
  return found;
}

function view({ id, school, stage, academicYear, asks }: WholeParticipation): View {
  return {
    template: 'defer-training',
    title: 'Defer this training',
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${subjectOf(id, school)}: ${stageName(stage)} ${academicYear}`,
      year: academicYear,
      next: yearAfter(academicYear),
      open: asks.filter(({ status }) => status === 'open' || status === 'upcoming').length,
    },
  };
}
