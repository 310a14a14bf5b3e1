import { hubCodeSchema } from '../../core/codes.ts';
import { dateInWords } from '../../core/london.ts';
import { listOf, specialistAnswer } from '../answers.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { listPaging } from '../paging.ts';
import { addressOf } from '../routes.ts';
import { LEADING_STATUSES } from '../words/names.ts';

const ACCREDITED = { '': 'Accredited or not', true: 'Accredited', false: 'Not accredited' } as const;

/** The register of Specialists, by hub and accreditation. A hub sees its own first, and may look at every hub's. */
export const specialists: Page = {
  async show({ api, query, person, hubs }) {
    const accredited = ['true', 'false'].find((each) => each === query('accredited')) ?? '';
    const asked = query('hub');
    const own = person.role === 'hub' ? person.hub : undefined;
    // What is no hub's code was not chosen on this page: it filters nothing.
    const hub = asked === '' ? own : hubCodeSchema.safeParse(asked).data;
    const everyHub = asked === 'all' || hub === undefined;
    const filter = { hub: everyHub ? undefined : hub, accredited, cursor: query('cursor'), limit: '50' };
    const { items, cursor } = await api.get(pathWith('/specialists', filter), listOf(specialistAnswer));
    return {
      template: 'specialists',
      title: 'Specialists',
      data: {
        hubs: own
          ? [
              { value: own, text: 'Your hub', selected: !everyHub },
              { value: 'all', text: 'Every hub', selected: everyHub },
            ]
          : hubs.choices('Every hub', hub),
        accreditedItems: Object.entries(ACCREDITED).map(([value, text]) => ({
          value,
          text,
          selected: value === accredited,
        })),
        rows: items.map((each) => ({
          id: each.id,
          href: addressOf('specialist', { id: each.id }),
          school: each.school.name,
          hub: hubs.nameOf(each.hub),
          cohort: each.cohort,
          accredited: each.accreditedOn ? dateInWords(each.accreditedOn) : 'Not yet',
          leading: LEADING_STATUSES[each.leadingStatus],
        })),
        paging: listPaging(addressOf('specialists'), { hub: asked, accredited }, query('cursor'), cursor),
      },
    };
  },
};
