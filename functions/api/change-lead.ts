import * as z from 'zod';
import { specialistIdSchema, workGroupIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { workGroupView } from '../support/views.ts';
import { changeLead } from '../use-cases/change-lead.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({ lead: specialistIdSchema });

/** POST /work-groups/{id}/lead: leaves the Work Group with another lead from today on. */
export const handler = endpoint('change-lead', async ({ caller, path, body, now }, deps) => {
  const id = workGroupIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { lead } = bodySchema.parse(body);
  const result = await changeLead({ workGroupId: id.data, lead, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: workGroupView(result) };
});
