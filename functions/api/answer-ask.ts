import { askIdSchema } from '../../core/ask.ts';
import { approvalAnswerSchema } from '../../core/statement.ts';
import { approvalIdSchema, statementOfApproval } from '../../core/statement-id.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND, NOT_PERMITTED } from '../support/queries.ts';
import { approvalView } from '../support/statement-views.ts';
import { askView } from '../support/views.ts';
import { answerAsk } from '../use-cases/answer-ask.ts';
import { approveStatement } from '../use-cases/approve-statement.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/**
 * POST /asks/{id}/answer: leaves the answer with its effect, in one change; the workflow hears of it by the bell. Hubs
 * and admins answer what is asked of hubs; a statement, which is its own ask, finance and admins approve.
 */
export const handler = endpoint('answer-ask', async ({ caller, path, body, now }, deps) => {
  const approvalId = approvalIdSchema.safeParse(path['id']);
  if (approvalId.success) {
    if (caller.role === 'hub') return NOT_PERMITTED;
    const answer = approvalAnswerSchema.parse(body);
    const statementId = statementOfApproval(approvalId.data);
    const approved = await approveStatement({ statementId, answer, caller, now }, deps);
    return isRefusal(approved) ? approved : { status: 200, body: approvalView(approved) };
  }
  const askId = askIdSchema.safeParse(path['id']);
  if (!askId.success) return NOT_FOUND;
  if (caller.role === 'finance') return NOT_PERMITTED;
  const result = await answerAsk({ askId: askId.data, answer: body, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: askView(result, now) };
});
