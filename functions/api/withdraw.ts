import * as z from 'zod';
import { schoolWithdrawalReasonSchema, specialistWithdrawalReasonSchema } from '../../core/codes.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { lineSchema } from '../../core/line.ts';
import { isSpecialist, participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { participationView } from '../support/views.ts';
import { isRefusal } from '../use-cases/refusal.ts';
import { withdraw } from '../use-cases/withdraw.ts';

const rest = { effectiveOn: londonDateSchema, note: lineSchema.optional() };
const schoolSchema = z.strictObject({ reason: schoolWithdrawalReasonSchema, ...rest });
const specialistSchema = z.strictObject({ reason: specialistWithdrawalReasonSchema, ...rest });

/** POST /participations/{id}/withdrawal: leaves the year stopped, its asks cancelled, its seat free, its claims as they are. */
export const handler = endpoint('withdraw', async ({ caller, path, body, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const { note, ...form } = (isSpecialist(id.data) ? specialistSchema : schoolSchema).parse(body);
  const result = await withdraw({ id: id.data, ...form, note, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: participationView(result) };
});
