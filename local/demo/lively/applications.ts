import type { Callers } from './callers.ts';
import { preparatoryForm, schoolForm, specialistForm } from './forms.ts';
import { SCHOOL_LIVES } from './schools.ts';
import { APPLICANTS } from './specialists.ts';
import { WORK_GROUPS } from './work-groups.ts';

const ACTIVITIES = ['planning-lessons', 'supporting-department', 'schemes-of-work'];

/** The hubs send the forms for the year that begins in this September: schools, preparatory groups, Specialists to be. */
export async function apply(callers: Callers, september: number): Promise<void> {
  for (const { hub, urn } of SCHOOL_LIVES.filter(({ from }) => from === september)) {
    const activities = ACTIVITIES.slice(0, 1 + (Number(urn) % ACTIVITIES.length));
    await callers.hub(hub).post('/enrolments', schoolForm(urn, september, activities));
  }
  for (const { hub, schools, topic } of WORK_GROUPS.filter((each) => each.september === september)) {
    for (const urn of topic ? schools : []) {
      await callers.hub(hub).post('/enrolments', preparatoryForm(urn, september, topic ?? ''));
    }
  }
  for (const [index, { hub, urn, ...applicant }] of APPLICANTS.entries()) {
    if (applicant.september !== september) continue;
    const form = specialistForm(urn, september, String(9_990_001 + index));
    await callers.hub(hub).post('/enrolments', form);
  }
}
