import { anyAnswer, policyAnswer, type WholeParticipation } from '../answers.ts';
import { isRefused } from '../api.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { participationAt } from '../participation-at.ts';
import { addressOf } from '../routes.ts';
import { stageName } from '../words/names.ts';
import { subjectOf } from '../words/subject.ts';

/** An admin asks again what nobody decided in time. */
export const reopenYear: Page = {
  async show(visit) {
    return view(visit, await participationAt(visit));
  },
  async act(visit) {
    const found = await participationAt(visit);
    const answer = await visit.api.post(`/participations/${found.id}/reopening`, {}, anyAnswer);
    if (isRefused(answer)) {
      return { ...(await view(visit, found)), errors: errorsOnPage(answer.faults, () => undefined) };
    }
    return {
      goTo: addressOf('participation', { id: found.id }),
      notice: 'It is reopened: what nobody decided is asked again',
    };
  },
};

async function view({ api }: Visit, found: WholeParticipation): Promise<View> {
  const { id, school, stage, academicYear, outcome, specialist } = found;
  const { reopenedForDays } = await api.get(`/policies/${academicYear}`, policyAnswer);
  const asked = specialist && stage !== 'leading' ? 'the programme’s admins are' : 'the hub is';
  return {
    template: 'confirm',
    title: 'Reopen this year',
    data: {
      back: { text: 'Back', href: addressOf('participation', { id }) },
      caption: `${subjectOf(id, school)}, ${stageName(stage)} ${academicYear}`,
      impossible:
        outcome === 'undecided'
          ? undefined
          : 'Only a year that closed because nobody decided can be reopened. This one did not.',
      says: [
        `${asked} asked again, with ${reopenedForDays} days to decide`,
        'a new workflow starts, and keeps that deadline',
        'what was declared and paid stays as it is',
      ],
      button: 'Reopen',
    },
  };
}
