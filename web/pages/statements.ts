import { hubCodeSchema } from '../../core/codes.ts';
import { dateInWords } from '../../core/london.ts';
import { monthSchema } from '../../core/month.ts';
import { statementStatusSchema } from '../../core/statement.ts';
import { pathWith } from '../api.ts';
import { statementsAnswer } from '../funding-answers.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { monthInWords, STATEMENT_TAGS } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';
import { dayOf } from '../words/time.ts';

/** The statements of a hub, or of all, month by month. */
export const statements: Page = {
  async show({ api, query, person, hubs }) {
    const month = monthSchema.safeParse(query('month')).data;
    const status = statementStatusSchema.safeParse(query('status')).data;
    const hub = person.role === 'hub' ? undefined : hubCodeSchema.safeParse(query('hub')).data;
    const filter = { month, status, hub };
    const { items, cursor } = await api.get(
      pathWith('/funding/statements', { ...filter, cursor: query('cursor'), limit: '50' }),
      statementsAnswer,
    );
    return {
      template: 'statements',
      title: 'Statements',
      data: {
        back: { text: 'Back to funding', href: addressOf('funding') },
        month: month ?? '',
        hubs: person.role === 'hub' ? undefined : hubs.choices('Every hub', hub),
        statuses: [
          { value: '', text: 'Any', selected: !status },
          ...statementStatusSchema.options.map((value) => ({
            value,
            text: STATEMENT_TAGS[value].text,
            selected: value === status,
          })),
        ],
        rows: items.map((each) => [
          {
            text: monthInWords(each.month),
            href: addressOf('statement', { month: each.month, hub: each.hub }),
            hidden: `, ${hubs.nameOf(each.hub)}`,
          },
          { text: hubs.nameOf(each.hub) },
          { tag: STATEMENT_TAGS[each.status] },
          { text: dayOf(each.approveBy) },
          { text: dateInWords(each.payOn) },
          { text: String(each.lines) },
          { text: pounds(each.total) },
        ]),
        more: cursor && pathWith(addressOf('statements'), { ...filter, cursor }),
      },
    };
  },
};
