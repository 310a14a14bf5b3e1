import * as z from 'zod';
import { hubCodeSchema, urnSchema } from '../../core/codes.ts';
import { londonDateSchema } from '../../core/instant.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { changeHub } from '../use-cases/change-hub.ts';
import { isRefusal } from '../use-cases/refusal.ts';

const bodySchema = z.strictObject({ hub: hubCodeSchema, from: londonDateSchema });

/** POST /schools/{urn}/hub, by an admin: leaves the school under another hub, its periods dated. */
export const handler = endpoint('change-hub', async ({ caller, path, body, now }, deps) => {
  const urn = urnSchema.safeParse(path['urn']);
  if (!urn.success) return NOT_FOUND;
  const result = await changeHub({ urn: urn.data, ...bodySchema.parse(body), caller, now }, deps);
  if (isRefusal(result)) return result;
  return { status: 200, body: { urn: result.urn, hub: result.hub, hubPeriods: result.hubPeriods } };
});
