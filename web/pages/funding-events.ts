import * as z from 'zod';
import { londonTimeInWords } from '../../core/london.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { feedAnswer } from '../answers.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { pounds } from '../words/money.ts';

const PAGE_LENGTH = 50;
const aboutSchema = z.object({
  participationId: participationIdSchema.optional().catch(undefined),
  amount: z.int().optional().catch(undefined),
});

/** Finance's feed as people read it: each funding event with its number, without a gap. */
export const fundingEvents: Page = {
  async show({ api, query }) {
    const after = z.coerce.number().int().min(0).max(1e11).catch(0).parse(query('after'));
    const { items } = await api.get(`/funding/events?after=${after}&limit=${PAGE_LENGTH}`, feedAnswer);
    const last = items.at(-1)?.sequence;
    return {
      template: 'funding-events',
      title: 'Funding events',
      data: {
        rows: items.map(({ sequence, type, occurredAt, data }) => {
          const { participationId, amount } = aboutSchema.parse(data);
          return {
            sequence,
            type,
            when: londonTimeInWords(occurredAt),
            amount: amount === undefined ? '' : pounds(amount),
            participation: participationId,
            href: participationId && addressOf('participation', { id: participationId }),
          };
        }),
        more:
          items.length === PAGE_LENGTH && last ? `${addressOf('funding-events')}?after=${last}` : undefined,
      },
    };
  },
};
