import * as z from 'zod';
import { urnSchema, workGroupIdSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { workGroupView } from '../support/views.ts';
import { leaveWorkGroup } from '../use-cases/leave-work-group.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({ urn: urnSchema });

/** POST /work-groups/{id}/departures: leaves a free seat, and a school that waits for another. */
export const handler = endpoint('leave-work-group', async ({ caller, path, body, now }, deps) => {
  const id = workGroupIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { urn } = bodySchema.parse(body);
  const result = await leaveWorkGroup({ workGroupId: id.data, urn, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: workGroupView(result) };
});
