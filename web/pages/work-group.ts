import { academicYearOf } from '../../core/academic-year.ts';
import type { LondonDate } from '../../core/instant.ts';
import { dateInWords, londonDateOf } from '../../core/london.ts';
import { policyAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import { seatsTaken } from '../free-seats.ts';
import { openingOf } from '../next-step.ts';
import type { Page, Visit } from '../page.ts';
import { auditOf } from '../related.ts';
import { addressOf } from '../routes.ts';
import { type Happening, happeningsOf, periodInWords, timelinePart } from '../timeline.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';
import { type WorkGroupWithNames, workGroupAt } from '../work-group-at.ts';

/** One Work Group: its schools, who leads it, and the sessions that were held. */
export const workGroup: Page = {
  async show(visit) {
    const found = await workGroupAt(visit);
    const { id, kind, topic, academicYear, members, leads, sessions, names } = found;
    const timeline = timelinePart(happeningsIn(found), visit.query('page'), (page) =>
      pathWith(addressOf('work-group', { id }), { page }),
    );
    return {
      template: 'work-group',
      title: `${GROUP_KINDS[kind]} ${academicYear}`,
      data: {
        back: { text: 'Back to Work Groups', href: addressOf('work-groups') },
        id,
        topic: topic && stageName(topic),
        hub: visit.person.role === 'hub' ? undefined : visit.hubs.nameOf(found.hub),
        members: members.map(({ participationId, urn, joinedOn, leftOn }) => ({
          href: addressOf('participation', { id: participationId }),
          school: names.get(urn) ?? urn,
          since: dateInWords(joinedOn),
          until: leftOn ? dateInWords(leftOn) : '',
        })),
        leads: leads.map(({ lead, from, to }) => ({
          lead,
          href: addressOf('specialist', { id: lead }),
          period: periodInWords(from, to),
        })),
        sessions: sessions.map(({ heldOn, type, attended }) => ({
          held: dateInWords(heldOn),
          type: type === 'meeting' ? 'Meeting' : 'Visit of the Specialist',
          attended: attended.map((urn) => names.get(urn) ?? urn).join(', '),
        })),
        recordAt: addressOf('record-session', { id }),
        declareAt: addressOf('declare-for-group', { id }),
        opens: academicYearOf(londonDateOf(visit.now)) < academicYear ? openingOf(academicYear) : undefined,
        addAt: (await mayAdd(visit, found)) ? addressOf('add-school', { id }) : undefined,
        leadAt: addressOf('change-lead', { id }),
        related: auditOf(id, visit.person),
        printable: true,
        timeline: timeline.items,
        pagination: timeline.pagination,
      },
    };
  },
};

/** Its own events, and which school joined a group that was formed already, or left it: nobody keeps the hour. */
function happeningsIn({ timeline, members, names }: WorkGroupWithNames): Happening[] {
  const formedOn = members.map(({ joinedOn }) => joinedOn).sort()[0];
  const says = (at: LondonDate, what: string): Happening => ({ at, when: dateInWords(at), what });
  const moves = members.flatMap(({ urn, joinedOn, leftOn }) => {
    const school = names.get(urn) ?? urn;
    return [
      ...(joinedOn === formedOn ? [] : [says(joinedOn, `${school} joined`)]),
      ...(leftOn ? [says(leftOn, `${school} left`)] : []),
    ];
  });
  return [...happeningsOf(timeline), ...moves];
}

/** Which schools meet, a hub alone decides, and only before the year's places are given. */
async function mayAdd({ api, person, now }: Visit, group: WorkGroupWithNames): Promise<boolean> {
  if (person.role !== 'hub') return false;
  return !seatsTaken(group, await api.get(`/policies/${group.academicYear}`, policyAnswer), now);
}
