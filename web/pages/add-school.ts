import { anyAnswer, policyAnswer } from '../answers.ts';
import { isRefused } from '../api.ts';
import { seatsTaken } from '../free-seats.ts';
import type { Page, View, Visit } from '../page.ts';
import { errorsOnPage, type FieldsOnPage } from '../page-errors.ts';
import { addressOf } from '../routes.ts';
import { meetingKey, waitingSchools } from '../waiting-schools.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';
import { type WorkGroupWithNames, workGroupAt } from '../work-group-at.ts';

/** A waiting school takes a free seat of a Work Group that is formed, such as one that another school has left. */
export const addSchool: Page = {
  async show(visit) {
    return view(visit, await workGroupAt(visit));
  },
  async act(visit) {
    const group = await workGroupAt(visit);
    const urn = visit.form.text('urn') || undefined;
    const answer = await visit.api.post(`/work-groups/${group.id}/members`, { urn }, anyAnswer);
    if (isRefused(answer)) {
      return { ...(await view(visit, group, urn)), errors: errorsOnPage(answer.faults, fieldOnPage) };
    }
    return {
      goTo: addressOf('work-group', { id: group.id }),
      notice: 'The school has its place in the Work Group',
    };
  },
};

const CHOOSE = 'Choose the school that joins';
const fieldOnPage: FieldsOnPage = () => ({
  name: 'urn',
  says: { required: CHOOSE, 'invalid-format': CHOOSE },
});

async function view({ api, now }: Visit, group: WorkGroupWithNames, urn?: string): Promise<View> {
  const [waiting, policy] = await Promise.all([
    waitingSchools(api),
    api.get(`/policies/${group.academicYear}`, policyAnswer),
  ]);
  const seated = group.members.filter(({ leftOn }) => leftOn === undefined);
  const fitting = waiting.find(({ key }) => key === keyOf(group))?.schools ?? [];
  return {
    template: 'add-school',
    title: 'Add a school to the Work Group',
    data: {
      back: { text: 'Back to the Work Group', href: addressOf('work-group', { id: group.id }) },
      caption: `${GROUP_KINDS[group.kind]} ${group.academicYear}`,
      present: seated.map((each) => group.names.get(each.urn) ?? each.urn).join(', '),
      closed: seatsTaken(group, policy, now),
      schools: fitting.map(({ school, stage }) => ({
        value: school.urn,
        text: school.name,
        hint: { text: `${school.urn}, ${stageName(stage)}` },
        checked: school.urn === urn,
      })),
    },
  };
}

/** As a school that waits for such a group has it. */
const keyOf = ({ academicYear, kind, topic }: WorkGroupWithNames): string =>
  topic ? meetingKey({ academicYear, stage: topic }) : `${academicYear}.${kind}`;
