import { workGroupIdSchema } from '../../core/codes.ts';
import { sessionFormSchema } from '../../core/session.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { sessionView } from '../support/views.ts';
import { recordSession } from '../use-cases/record-session.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /work-groups/{id}/sessions: leaves a dated session with who attended. */
export const handler = endpoint('record-session', async ({ caller, path, body, now }, deps) => {
  const id = workGroupIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { type: sessionType, heldOn, attended } = sessionFormSchema.parse(body);
  const input = { workGroupId: id.data, heldOn, sessionType, attended, caller, now };
  const result = await recordSession(input, deps);
  return isRefusal(result) ? result : { status: 201, body: sessionView(result) };
});
