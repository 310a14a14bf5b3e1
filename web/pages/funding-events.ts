import * as z from 'zod';
import { claimIdSchema } from '../../core/claim.ts';
import { londonTimeInWords } from '../../core/london.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { partsOfStatement, statementIdSchema } from '../../core/statement-id.ts';
import { feedAnswer } from '../answers.ts';
import type { Hubs } from '../hubs.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';
import { eventSentence } from '../words/event-sentence.ts';
import { statementName } from '../words/funding-names.ts';
import { pounds } from '../words/money.ts';

const PAGE_LENGTH = 50;
/** The API takes no higher number: after it there is nothing but the number of the newest event. */
const BEYOND = 1e11;

/** Finance's feed as people read it: each funding event with its number, without a gap, the newest first. */
export const fundingEvents: Page = {
  async show({ api, query, hubs }) {
    const feed = (after: number, limit: number) =>
      api.get(`/funding/events?after=${after}&limit=${limit}`, feedAnswer);
    const { last } = await feed(BEYOND, 1);
    const before = z.coerce.number().int().min(2).max(last).safeParse(query('before')).data;
    const until = before === undefined ? last : before - 1;
    const after = Math.max(0, until - PAGE_LENGTH);
    const { items } = until > after ? await feed(after, until - after) : { items: [] };
    const address = addressOf('funding-events');
    return {
      template: 'funding-events',
      title: 'Funding events',
      data: {
        back: { text: 'Back to funding', href: addressOf('funding') },
        rows: items
          .reverse()
          .map((event) => [
            { text: String(event.sequence) },
            { text: eventSentence(event) },
            { text: londonTimeInWords(event.occurredAt) },
            aboutOf(event.data, hubs),
            { text: hubs.nameOf(event.hub) },
            { text: amountIn(event.data) },
          ]),
        more: {
          ...(before === undefined ? {} : { previous: { href: address, text: 'Newest events' } }),
          ...(after > 0 ? { next: { href: `${address}?before=${after + 1}`, text: 'Earlier events' } } : {}),
        },
      },
    };
  },
};

const factsSchema = z.object({
  claimId: claimIdSchema.optional().catch(undefined),
  participationId: participationIdSchema.optional().catch(undefined),
  statementId: statementIdSchema.optional().catch(undefined),
  amount: z.int().optional().catch(undefined),
  /** What a whole statement comes to. */
  total: z.int().optional().catch(undefined),
});

/** What the money is for: a claim, the year of a school or Specialist, or a hub's statement. */
function aboutOf(data: unknown, hubs: Hubs) {
  const { claimId, participationId, statementId } = factsSchema.parse(data);
  if (claimId) return { text: claimId, href: addressOf('claim', { id: claimId }) };
  if (participationId) {
    return { text: participationId, href: addressOf('participation', { id: participationId }) };
  }
  if (!statementId) return { text: '' };
  return {
    text: `Statement for ${statementName(statementId, hubs)}`,
    href: addressOf('statement', partsOfStatement(statementId)),
  };
}

function amountIn(data: unknown): string {
  const { amount, total = amount } = factsSchema.parse(data);
  return total === undefined ? '' : pounds(total);
}
