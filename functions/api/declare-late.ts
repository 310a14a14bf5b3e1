import { lateDeclarationSchema } from '../../core/ask.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView } from '../support/views.ts';
import { declareLate } from '../use-cases/declare-late.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** POST /participations/{id}/declarations, by an admin: leaves a missed milestone declared, with its claim. */
export const handler = endpoint('declare-late', async ({ caller, path, body, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const declaration = lateDeclarationSchema.parse(body);
  const result = await declareLate({ id: id.data, declaration, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: askView(result, now) };
});
