import { hubCodeSchema } from '../../core/codes.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { REASONS } from '../../core/reason.ts';
import { pathWith } from '../api.ts';
import { type RefusedAttemptAnswer, refusedAttemptsAnswer } from '../funding-answers.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';

/** The enrolment forms that were refused: when, for which school and why. They name nobody. */
export const refusedAttempts: Page = {
  async show({ api, query, person, hubs }) {
    const allHubs = person.role !== 'hub';
    const hub = allHubs ? hubCodeSchema.safeParse(query('hub')).data : undefined;
    const { items, cursor } = await api.get(
      pathWith('/refused-attempts', { hub, cursor: query('cursor'), limit: '50' }),
      refusedAttemptsAnswer,
    );
    return {
      template: 'refused-attempts',
      title: 'Forms that were refused',
      data: {
        allHubs,
        hubs: allHubs ? hubs.choices('Every hub', hub) : undefined,
        columns: [
          { text: 'When' },
          ...(allHubs ? [{ text: 'Hub' }] : []),
          { text: 'School' },
          { text: 'Why' },
        ],
        rows: items.map((each) => [
          { text: londonTimeInWords(each.submittedAt) },
          ...(allHubs ? [{ text: hubs.nameOf(each.hub) }] : []),
          isKnown(each)
            ? { text: each.urn, href: addressOf('school', { urn: each.urn ?? '' }) }
            : { text: each.urn ?? 'None named' },
          { text: each.reasons.map(({ code, field }) => reasonInWords(code, field)).join(' ') },
        ]),
        more: cursor && pathWith(addressOf('refused-attempts'), { hub, cursor }),
      },
    };
  },
};

/** Whether the school that was named has a page. */
const isKnown = ({ urn = '', reasons }: RefusedAttemptAnswer): boolean =>
  /^\d{6}$/.test(urn) && !reasons.some(({ code }) => code === 'school-unknown');

function reasonInWords(code: string, field: string): string {
  const found = Object.entries(REASONS).find(([known]) => known === code);
  const says = found?.[1].says ?? code;
  return field ? `${field}: ${says}` : says;
}
