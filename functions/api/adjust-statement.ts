import { adjustmentFormSchema } from '../../core/statement.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND, statementIn } from '../support/queries.ts';
import { statementLineView } from '../support/statement-views.ts';
import { adjustStatement } from '../use-cases/adjust-statement.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /funding/statements/{month}/{hub}/adjustments: leaves a line of finance's own on an open statement. */
export const handler = endpoint('adjust-statement', async ({ caller, path, body, now }, deps) => {
  const statementId = statementIn(path);
  if (!statementId) return NOT_FOUND;
  const form = adjustmentFormSchema.parse(body);
  const result = await adjustStatement({ statementId, form, caller, now }, deps);
  return isRefusal(result) ? result : { status: 201, body: statementLineView(result) };
});
