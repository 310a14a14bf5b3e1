import * as z from 'zod';
import { type AskStatus, askKindSchema, askStatusSchema } from '../../core/ask.ts';
import { hubCodeSchema } from '../../core/codes.ts';
import type { StatementStatus } from '../../core/statement.ts';
import { endpoint } from '../support/endpoint.ts';
import { hubToList, NOT_PERMITTED, paging } from '../support/queries.ts';
import { approvalView } from '../support/statement-views.ts';
import { askView, pageOf } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const querySchema = z.strictObject({
  hub: hubCodeSchema.optional(),
  kind: z.enum([...askKindSchema.options, 'statement']).optional(),
  status: askStatusSchema.optional(),
  ...paging,
});

/** A statement as an ask: from when it is gathered on it will be asked, until it is approved it is. It never expires. */
const STATUSES: Readonly<Record<AskStatus, readonly StatementStatus[]>> = {
  upcoming: ['gathering'],
  open: ['open'],
  answered: ['approved', 'issued', 'paid'],
  expired: [],
  cancelled: [],
};

/** GET /asks: what a hub is asked, the earliest deadline first; to finance, the statements that it approves. */
export const handler = endpoint('list-asks', async ({ caller, query, now }, deps) => {
  const asked = querySchema.parse(query);
  const kind = asked.kind ?? (caller.role === 'finance' ? 'statement' : undefined);
  const scope = hubToList(caller, asked.hub);
  if (isRefusal(scope)) return scope;
  if (kind === 'statement') {
    if (caller.role === 'hub') return NOT_PERMITTED;
    const { status, cursor, limit } = asked;
    const statuses = status && STATUSES[status];
    return pageOf(await deps.listStatements({ ...scope, statuses, cursor, limit }), approvalView);
  }
  if (caller.role === 'finance') return NOT_PERMITTED;
  return pageOf(await deps.listAsks({ ...asked, kind, ...scope, now }), (ask) => askView(ask, now));
});
