import * as z from 'zod';
import { academicYearSchema } from '../../core/academic-year.ts';
import { specialistIdSchema, urnSchema, workGroupKindSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { workGroupView } from '../support/views.ts';
import { formWorkGroup } from '../use-cases/form-work-group.ts';
import { isRefusal } from '../use-cases/refusal.ts';

export const workGroupFormSchema = z.strictObject({
  kind: workGroupKindSchema,
  academicYear: academicYearSchema,
  lead: specialistIdSchema,
  /** One transaction seats them all; no Work Group is near this size. */
  schools: z.array(urnSchema).min(1).max(12),
  confirmSize: z.boolean().default(false),
});

/** POST /work-groups: leaves a Work Group whose schools are placed, their placement asks answered. */
export const handler = endpoint('form-work-group', async ({ caller, body, now }, deps) => {
  const result = await formWorkGroup({ ...workGroupFormSchema.parse(body), caller, now }, deps);
  return isRefusal(result) ? result : { status: 201, body: workGroupView(result) };
});
