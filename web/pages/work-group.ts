import { dateInWords } from '../../core/london.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { GROUP_KINDS, stageName } from '../words/names.ts';
import { workGroupAt } from '../work-group-at.ts';

/** One Work Group: its schools, who leads it, and the sessions that were held. */
export const workGroup: Page = {
  async show(visit) {
    const { id, kind, topic, academicYear, members, leads, sessions, names } = await workGroupAt(visit);
    return {
      template: 'work-group',
      title: `${GROUP_KINDS[kind]} ${academicYear}`,
      data: {
        back: { text: 'Back to Work Groups', href: addressOf('work-groups') },
        id,
        topic: topic && stageName(topic),
        members: members.map(({ participationId, urn, joinedOn, leftOn }) => ({
          href: addressOf('participation', { id: participationId }),
          school: names.get(urn) ?? urn,
          since: dateInWords(joinedOn),
          until: leftOn ? dateInWords(leftOn) : '',
        })),
        leads: leads.map(({ lead, from, to }) => ({
          lead,
          href: addressOf('specialist', { id: lead }),
          period: to ? `${dateInWords(from)} to ${dateInWords(to)}` : `since ${dateInWords(from)}`,
        })),
        sessions: sessions.map(({ heldOn, type, attended }) => ({
          held: dateInWords(heldOn),
          type: type === 'meeting' ? 'Meeting' : 'Visit of the Specialist',
          attended: attended.map((urn) => names.get(urn) ?? urn).join(', '),
        })),
        recordAt: addressOf('record-session', { id }),
        declareAt: addressOf('declare-for-group', { id }),
        leadAt: addressOf('change-lead', { id }),
      },
    };
  },
};
