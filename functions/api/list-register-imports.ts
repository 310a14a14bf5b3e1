import * as z from 'zod';
import { endpoint } from '../support/endpoint.ts';
import { paging } from '../support/queries.ts';
import { pageOf, registerImportView } from '../support/views.ts';

const querySchema = z.strictObject(paging);

/** GET /register-imports, to admins: the readings of the school register, the last one first. */
export const handler = endpoint('list-register-imports', async ({ query }, deps) =>
  pageOf(await deps.listRegisterImports(querySchema.parse(query)), registerImportView),
);
