import { anyAnswer, policyAnswer, specialistAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { everyPage } from '../every-page.ts';
import { leadsFrom } from '../leads.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage, fieldsFrom } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { GROUP_KINDS } from '../words/names.ts';
import { type WorkGroupWithNames, workGroupAt } from '../work-group-at.ts';

/** Another Specialist takes a Work Group over, from today on. */
export const changeLead: Page = {
  async show(visit) {
    return view(visit, await workGroupAt(visit));
  },
  async act(visit) {
    const group = await workGroupAt(visit);
    const lead = visit.form.text('lead') || undefined;
    const answer = await visit.api.post(`/work-groups/${group.id}/lead`, { lead }, anyAnswer);
    if (isRefused(answer)) {
      return { ...(await view(visit, group, lead)), errors: errorsOnPage(answer.faults, FIELDS) };
    }
    return { goTo: addressOf('work-group', { id: group.id }), notice: `${lead} leads the Work Group now` };
  },
};

const FIELDS = fieldsFrom({
  lead: { name: 'lead', says: { required: 'Choose who leads the Work Group from now on' } },
});

async function view({ api, person, hubs }: Visit, group: WorkGroupWithNames, lead?: string): Promise<View> {
  const [policy, specialists] = await Promise.all([
    api.get(`/policies/${group.academicYear}`, policyAnswer),
    everyPage(api, '/specialists', { accredited: 'true' }, specialistAnswer),
  ]);
  const own = person.role === 'hub' ? person.hub : group.hub;
  const others = specialists.filter(({ id }) => id !== group.lead);
  return {
    template: 'change-lead',
    title: 'Who leads the Work Group from now on?',
    data: {
      back: { text: 'Back to the Work Group', href: addressOf('work-group', { id: group.id }) },
      caption: `${GROUP_KINDS[group.kind]} ${group.academicYear}`,
      present: group.lead,
      leads: leadsFrom(others, own, group.academicYear, policy, lead, hubs),
    },
  };
}
