import { urnSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';

/** GET /schools/{urn}: what the register says of one school, and the hub it belongs to. */
export const handler = endpoint('read-school', async ({ path }, deps) => {
  const urn = urnSchema.safeParse(path['urn']);
  const school = urn.success ? await deps.readSchool(urn.data) : undefined;
  if (!school) return NOT_FOUND;
  const { type, version, ...shown } = school;
  return { status: 200, body: shown };
});
