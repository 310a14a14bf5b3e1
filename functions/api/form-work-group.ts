import { workGroupFormSchema } from '../../core/work-group.ts';
import { endpoint } from '../support/endpoint.ts';
import { workGroupView } from '../support/views.ts';
import { formWorkGroup } from '../use-cases/form-work-group.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /work-groups: leaves a Work Group whose schools are placed, their placement asks answered. */
export const handler = endpoint('form-work-group', async ({ caller, body, now }, deps) => {
  const result = await formWorkGroup({ ...workGroupFormSchema.parse(body), caller, now }, deps);
  return isRefusal(result) ? result : { status: 201, body: workGroupView(result) };
});
