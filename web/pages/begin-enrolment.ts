import { urnSchema } from '../../core/codes.ts';
import { eligibilityAnswer, schoolAnswer } from '../answers.ts';
import { draftSchema, keepDraft, subjectOfDraft } from '../enrolment/draft.ts';
import { type Page, PageNotFound } from '../page.ts';
import { addressOf } from '../routes.ts';

/** Begins an enrolment form for a school. Its id is also the key by which the form is taken once, however often it is sent. */
export const beginEnrolment: Page = {
  async show({ param }) {
    return { goTo: addressOf('school', { urn: param('urn') }) };
  },
  async act(visit) {
    const { api, param, newId, form } = visit;
    const urn = urnSchema.safeParse(param('urn'));
    if (!urn.success) throw new PageNotFound('no URN');
    const [school, { academicYear }] = await Promise.all([
      api.get(`/schools/${urn.data}`, schoolAnswer),
      api.get(`/schools/${urn.data}/eligibility`, eligibilityAnswer),
    ]);
    // A teacher of the school becomes a Specialist: there is no stage to choose.
    const specialist = form.text('kind') === 'specialist';
    const about = subjectOfDraft(urn.data, academicYear, specialist);
    const begunBefore = (await visit.drafts.list()).find((each) => each.about === about);
    // A browser shows a draft to its own pages only: the last of them leads to where it was left.
    if (begunBefore) return { goTo: addressOf('enrol-check', { draft: begunBefore.id }) };
    const draft = newId();
    const begun = { urn: urn.data, schoolName: school.name, academicYear };
    await keepDraft(visit, draft, draftSchema.parse(specialist ? { ...begun, stage: 'training-1' } : begun));
    return { goTo: addressOf(specialist ? 'enrol-teacher' : 'enrol-stage', { draft }) };
  },
};
