import { askIdSchema } from '../../core/ask.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView } from '../support/views.ts';
import { answerAsk } from '../use-cases/answer-ask.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /asks/{id}/answer: leaves the answer with its effect, in one change; the workflow hears of it by the bell. */
export const handler = endpoint('answer-ask', async ({ caller, path, body, now }, deps) => {
  const askId = askIdSchema.safeParse(path['id']);
  if (!askId.success) return NOT_FOUND;
  const result = await answerAsk({ askId: askId.data, answer: body, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: askView(result, now) };
});
