import * as z from 'zod';
import { lateDaysSchema, lateDeclarationSchema } from '../../core/ask.ts';
import { participationIdSchema } from '../../core/participation.ts';
import { endpoint } from '../support/endpoint.ts';
import { NOT_FOUND } from '../support/queries.ts';
import { askView } from '../support/views.ts';
import { declareLate } from '../use-cases/declare-late.ts';
import { isRefusal } from '../use-cases/refusal.ts';

/** Which of the two it is: days are of a term, all else is a milestone, so that a fault is told field by field. */
const isOfTerm = (body: unknown): boolean => z.object({ term: z.unknown() }).safeParse(body).success;

/** POST /participations/{id}/declarations, by an admin: leaves a missed milestone, or a term's days, declared, with its claim. */
export const handler = endpoint('declare-late', async ({ caller, path, body, now }, deps) => {
  const id = participationIdSchema.safeParse(path['id']);
  if (!id.success) return NOT_FOUND;
  const declaration = isOfTerm(body) ? lateDaysSchema.parse(body) : lateDeclarationSchema.parse(body);
  const result = await declareLate({ id: id.data, declaration, caller, now }, deps);
  return isRefusal(result) ? result : { status: 200, body: askView(result, now) };
});
