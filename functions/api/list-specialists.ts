import * as z from 'zod';
import { hubCodeSchema } from '../../core/codes.ts';
import { endpoint } from '../support/endpoint.ts';
import { flag, paging } from '../support/queries.ts';
import { pageOf, specialistView } from '../support/views.ts';

const querySchema = z.strictObject({ hub: hubCodeSchema.optional(), accredited: flag, ...paging });

/** GET /specialists: the register, every hub's to everybody, without names. */
export const handler = endpoint('list-specialists', async ({ query, now }, deps) =>
  pageOf(await deps.listSpecialists(querySchema.parse(query)), (row) => specialistView(row, now)),
);
