import { academicYearOf } from '../../core/academic-year.ts';
import { dateInWords, londonDateOf } from '../../core/london.ts';
import { pathWith } from '../api.ts';
import { openingOf } from '../next-step.ts';
import type { Page } from '../page.ts';
import { auditOf } from '../related.ts';
import { addressOf } from '../routes.ts';
import { happeningsOf, periodInWords, timelinePart } from '../timeline.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';
import { workGroupAt } from '../work-group-at.ts';

/** One Work Group: its schools, who leads it, and the sessions that were held. */
export const workGroup: Page = {
  async show(visit) {
    const found = await workGroupAt(visit);
    const { id, kind, topic, academicYear, members, leads, sessions, names } = found;
    const timeline = timelinePart(happeningsOf(found.timeline), visit.query('page'), (page) =>
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
        leadAt: addressOf('change-lead', { id }),
        related: auditOf(id, visit.person),
        printable: true,
        timeline: timeline.items,
        pagination: timeline.pagination,
      },
    };
  },
};
