import { specialistIdSchema } from '../core/codes.ts';
import { type WholeSpecialist, wholeSpecialistAnswer } from './answers.ts';
import { PageNotFound, type Visit } from './page.ts';

/** The Specialist whom a page's address names. @throws PageNotFound */
export function specialistAt({ api, param }: Visit): Promise<WholeSpecialist> {
  const id = specialistIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no Specialist');
  return api.get(`/specialists/${id.data}`, wholeSpecialistAnswer);
}
