import * as z from 'zod';
import { academicYearSchema, startYearOf } from '../../../core/academic-year.ts';
import { askKindSchema } from '../../../core/ask.ts';
import type { Callers } from './callers.ts';

const openAskSchema = z.object({
  id: z.string(),
  kind: z.enum([...askKindSchema.options, 'statement']),
  hub: z.string(),
  participation: z.string().optional(),
  milestone: z.string().optional(),
  term: z.string().optional(),
  statement: z.object({ id: z.string() }).optional(),
});

/** A question that is open now, in the story's terms. */
export interface OpenAsk extends z.infer<typeof openAskSchema> {
  /** The school or Specialist that it is about. */
  readonly about: string;
  /** The September in which the year began that it is about. */
  readonly september: number;
}

const pageSchema = z.object({ items: z.array(openAskSchema), cursor: z.string().optional() });

/** All that is open now of one kind, over all hubs, by deadline. */
export async function openAsks(callers: Callers, kind: OpenAsk['kind']): Promise<OpenAsk[]> {
  const asks: OpenAsk[] = [];
  let cursor: string | undefined;
  do {
    const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await callers.admin.get(`/asks?status=open&kind=${kind}&limit=200${from}`, pageSchema);
    asks.push(...page.items.map(inWords));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return asks;
}

function inWords(ask: z.infer<typeof openAskSchema>): OpenAsk {
  const [, about = '', year] = /^(\d{6}|sp-\d{4,6})-(20\d\d-\d\d)-/.exec(ask.id) ?? [];
  return { ...ask, about, september: year ? startYearOf(academicYearSchema.parse(year)) : 0 };
}
