import { registerImportIdSchema } from '../../core/register-import.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { registerImportView } from '../support/views.ts';

/** GET /register-imports/{id}, to admins: one reading of the school register in numbers. */
export const handler = endpoint('read-register-import', async ({ path }, deps) => {
  const id = registerImportIdSchema.safeParse(path['id']);
  const found = id.success ? await deps.readRegisterImport(id.data) : undefined;
  return found ? { status: 200, body: registerImportView(found) } : NOT_FOUND;
});
