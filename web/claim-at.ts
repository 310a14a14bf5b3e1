import { claimIdSchema } from '../core/claim.ts';
import { type ExplainedClaim, explainedClaimAnswer } from './funding-answers.ts';
import { PageNotFound, type Visit } from './page.ts';

/** The claim that a page's address names, explained; also of an instalment that was not released. @throws PageNotFound */
export function claimAt({ api, param }: Visit): Promise<ExplainedClaim> {
  const id = claimIdSchema.safeParse(param('id'));
  if (!id.success) throw new PageNotFound('no claim');
  return api.get(`/funding/claims/${id.data}`, explainedClaimAnswer);
}
