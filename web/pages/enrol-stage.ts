import { stageSchema } from '../../core/codes.ts';
import { type EligibilityAnswer, eligibilityAnswer, policyAnswer } from '../answers.ts';
import { type Api, pathWith } from '../api.ts';
import { type Draft, keepDraft, nextPage, openDraft } from '../enrolment/draft.ts';
import type { Page, Visit } from '../page.ts';
import { errorsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { bringsInWords, reasonsInWords } from '../words/eligibility-words.ts';
import { stageMeans, stageName } from '../words/names.ts';

/** What the school joins: a stage of the pathway or a preparatory topic, only what it may. */
export const enrolStage: Page = {
  async show(visit) {
    const { draft, at } = await openDraft(visit);
    if (draft.stage === 'training-1') return { goTo: at(nextPage(draft)) };
    return view(visit, draft);
  },
  async act(visit) {
    const { id, draft, at } = await openDraft(visit);
    const stage = stageSchema.safeParse(visit.form.text('stage'));
    if (!stage.success) {
      const fault = { code: 'required', field: 'stage', detail: '' };
      const says = { required: 'Choose what the school joins' };
      return {
        ...(await view(visit, draft)),
        errors: errorsOnPage([fault], () => ({ name: 'stage', says })),
      };
    }
    // What was answered for another stage no longer fits.
    const kept = draft.stage === stage.data ? draft : { ...draft, activities: undefined };
    const next: Draft = { ...kept, stage: stage.data };
    await keepDraft(visit, id, next);
    return { goTo: at(nextPage(next)) };
  },
};

async function view({ api }: Visit, draft: Draft) {
  const choices = await choicesFor(api, draft);
  return {
    template: 'enrol-stage',
    title: `What does ${draft.schoolName} join in ${draft.academicYear}?`,
    data: {
      back: { text: 'Back', href: addressOf('school', { urn: draft.urn }) },
      none: !choices.some(({ eligible }) => eligible),
      items: choices
        .filter(({ eligible }) => eligible)
        .map(({ stage, amount, unpaid }) => ({
          value: stage,
          text: stageName(stage),
          hint: {
            text: `${stageMeans(stage)} ${amount > 0 ? bringsInWords(amount, unpaid) : 'No grant is paid for it.'}`,
          },
          checked: draft.stage === stage,
        })),
      refused: choices
        .filter(({ eligible }) => !eligible)
        .map(({ stage, reasons }) => ({ name: stageName(stage), reasons: reasonsInWords(reasons) })),
    },
  };
}

async function choicesFor(
  api: Api,
  { urn, academicYear }: Draft,
): Promise<(EligibilityAnswer & { amount: number; unpaid: boolean })[]> {
  const policy = await api.get(`/policies/${academicYear}`, policyAnswer);
  const stages = [
    ...Object.entries(policy.stages).map(([stage, { amount }]) => ({ stage, amount })),
    ...policy.topics.map(({ code }) => ({ stage: code, amount: policy.preparatory.amount })),
  ];
  return Promise.all(
    stages.map(async ({ stage, amount }) => {
      const path = pathWith(`/schools/${urn}/eligibility`, { stage, academicYear });
      const answer = await api.get(path, eligibilityAnswer);
      return { ...answer, amount, unpaid: answer.repeats && !policy.repeatsFunded };
    }),
  );
}
