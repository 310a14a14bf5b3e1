import { participationIdSchema } from '../core/participation.ts';
import { type WholeParticipation, wholeParticipationAnswer } from './answers.ts';
import { PageNotFound, type Visit } from './page.ts';

/** The participation that a page's address names. @throws PageNotFound */
export function participationAt({ api, param }: Visit): Promise<WholeParticipation> {
  const id = participationIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no participation');
  return api.get(`/participations/${id.data}`, wholeParticipationAnswer);
}
