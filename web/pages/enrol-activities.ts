import * as z from 'zod';
import { activitySchema, isPathway } from '../../core/codes.ts';
import { policyAnswer } from '../answers.ts';
import { type Draft, keepDraft, nextPage, openDraft } from '../enrolment/draft.ts';
import type { Page } from '../page.ts';
import { ACTIVITIES } from '../words/names.ts';

/** What the school means to work on: as much of it, or as little, as it knows already. */
export const enrolActivities: Page = {
  async show(visit) {
    const { draft, at } = await openDraft(visit);
    const { stage, academicYear } = draft;
    if (!stage || !isPathway(stage)) return { goTo: at(nextPage(draft)) };
    const { stages } = await visit.api.get(`/policies/${academicYear}`, policyAnswer);
    return {
      template: 'enrol-activities',
      title: `What will ${draft.schoolName} work on?`,
      data: {
        back: { text: 'Back', href: at('enrol-people') },
        items: stages[stage].activities.map((value) => ({
          value,
          text: ACTIVITIES[value],
          checked: draft.activities?.includes(value) ?? false,
        })),
      },
    };
  },
  async act(visit) {
    const { id, draft, at } = await openDraft(visit);
    // A box that is not on the page was not ticked on it.
    const activities = z.array(activitySchema).safeParse(visit.form.all('activities')).data ?? [];
    const next: Draft = { ...draft, activities };
    await keepDraft(visit, id, next);
    return { goTo: at(nextPage(next)) };
  },
};
