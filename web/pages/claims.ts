import { clawbackStatusSchema, paymentStatusSchema } from '../../core/claim.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import { dateInWords, londonDateOf } from '../../core/london.ts';
import { monthSchema } from '../../core/month.ts';
import { pathWith } from '../api.ts';
import { claimsAnswer } from '../funding-answers.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { CLAIM_TAGS, CLAWBACKS, claimFor } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';
import { sentenceCase } from '../words/names.ts';

/** What became payable, the last raised first. */
export const claims: Page = {
  async show({ api, query, person, hubs }) {
    const allHubs = person.role !== 'hub';
    const filter = {
      month: monthSchema.safeParse(query('month')).data,
      status: paymentStatusSchema.safeParse(query('status')).data,
      clawback: clawbackStatusSchema.exclude(['none']).safeParse(query('clawback')).data,
      hub: allHubs ? hubCodeSchema.safeParse(query('hub')).data : undefined,
    };
    const path = pathWith('/funding/claims', {
      ...filter,
      order: 'newest',
      cursor: query('cursor'),
      limit: '50',
    });
    const { items, cursor } = await api.get(path, claimsAnswer);
    const any = (chosen: unknown) => ({ value: '', text: 'Any', selected: chosen === undefined });
    return {
      template: 'claims',
      title: 'Claims',
      data: {
        back: { text: 'Back to funding', href: addressOf('funding') },
        month: filter.month ?? '',
        hubs: allHubs ? hubs.choices('Every hub', filter.hub) : undefined,
        statuses: [
          any(filter.status),
          ...paymentStatusSchema.options.map((value) => ({
            value,
            text: CLAIM_TAGS[value].text,
            selected: value === filter.status,
          })),
        ],
        clawbacks: [
          any(filter.clawback),
          ...clawbackStatusSchema.exclude(['none']).options.map((value) => ({
            value,
            text: sentenceCase(value),
            selected: value === filter.clawback,
          })),
        ],
        allHubs,
        rows: items.map((claim) => [
          {
            text: claim.schoolName ?? claim.urn,
            href: addressOf('claim', { id: claim.id }),
            hidden: `, ${claimFor(claim)}: why`,
            under: claim.urn,
          },
          ...(allHubs ? [{ text: hubs.nameOf(claim.hub) }] : []),
          { text: claimFor(claim) },
          { text: dateInWords(londonDateOf(claim.raisedAt)), whole: true },
          { tag: CLAIM_TAGS[claim.status] },
          { text: claim.clawback.status === 'none' ? '' : CLAWBACKS[claim.clawback.status] },
          { text: pounds(claim.amount) },
        ]),
        total: pounds(items.reduce((sum, { amount }) => sum + amount, 0)),
        more: cursor && pathWith(addressOf('claims'), { ...filter, cursor }),
      },
    };
  },
};
